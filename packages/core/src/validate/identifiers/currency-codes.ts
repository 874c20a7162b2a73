/** ISO 4217 codes in force, including the funds codes. Source: ISO 4217 list one with its amendments up to 2026. */
export const currencyCodes: readonly string[] = Object.freeze(
  `AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CLF CLP CNY COP COU
  CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD
  JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO
  NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT
  TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAD XAF XCD XCG XDR XOF XPF XSU XUA YER ZAR ZMW ZWG`.split(
    /\s+/,
  ),
);

/** Withdrawn codes that historic statements carry. Source: ISO 4217 list three, from 1999 on. */
export const withdrawnCurrencyCodes: readonly string[] = Object.freeze(
  `ADP AFA ANG AOR ATS AZM BEF BGL BGN BYB BYR CSD CUC CYP DEM ECS EEK ESP FIM FRF GHC GRD GWP HRK IEP ITL LTL LUF LVL MGF MRO MTL MXP
  MZM NLG PTE ROL RUR SDD SIT SKK SLL SRG STD TMM TPE TRL UYP VEB VEF XEU YUM ZMK ZRN ZWD ZWL ZWN ZWR`.split(/\s+/),
);

/** Codes of ISO 4217 in which nobody is paid: metals, bond units, tests, none. */
export const unpayableCurrencyCodes: readonly string[] = Object.freeze(
  'XAG XAU XBA XBB XBC XBD XPD XPT XTS XXX'.split(' '),
);

/** Digits of the minor unit where they are not two. Source: ISO 4217 list one; withdrawn codes from list three. */
export const minorUnits: Readonly<Record<string, number>> = Object.freeze({
  ...Object.fromEntries(
    'ADP BEF BIF BYB BYR CLP DJF ESP GNF GRD ISK ITL JPY KMF KRW LUF MGF PTE PYG RWF TPE TRL UGX UYI VND VUV XAF XOF XPF'
      .split(' ')
      .map((code) => [code, 0]),
  ),
  ...Object.fromEntries('BHD IQD JOD KWD LYD OMR TND'.split(' ').map((code) => [code, 3])),
  ...Object.fromEntries('CLF UYW'.split(' ').map((code) => [code, 4])),
});
