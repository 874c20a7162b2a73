/**
 * Countries by the name a storefront may go by; codes stand for themselves.
 *
 * Source: English short names (Unicode CLDR); which spelling Apple writes in `Storefront Name` is not documented. What is not in
 * here keeps its text and becomes a finding.
 */
const names = `
AE United Arab Emirates; AF Afghanistan; AG Antigua & Barbuda; AI Anguilla; AL Albania; AM Armenia; AO Angola; AR Argentina;
AT Austria; AU Australia; AZ Azerbaijan; BA Bosnia & Herzegovina; BB Barbados; BE Belgium; BF Burkina Faso; BG Bulgaria;
BH Bahrain; BJ Benin; BM Bermuda; BN Brunei; BO Bolivia; BR Brazil; BS Bahamas; BT Bhutan; BW Botswana; BY Belarus; BZ Belize;
CA Canada; CD Congo - Kinshasa; CG Congo - Brazzaville; CH Switzerland; CI Côte d’Ivoire; CL Chile; CM Cameroon; CN China;
CO Colombia; CR Costa Rica; CV Cape Verde; CY Cyprus; CZ Czechia; DE Germany; DK Denmark; DM Dominica; DO Dominican Republic;
DZ Algeria; EC Ecuador; EE Estonia; EG Egypt; ES Spain; FI Finland; FJ Fiji; FM Micronesia; FR France; GA Gabon; GB United Kingdom;
GD Grenada; GE Georgia; GH Ghana; GM Gambia; GR Greece; GT Guatemala; GW Guinea-Bissau; GY Guyana; HK Hong Kong;
HN Honduras; HR Croatia; HU Hungary; ID Indonesia; IE Ireland; IL Israel; IN India; IQ Iraq; IS Iceland; IT Italy; JM Jamaica;
JO Jordan; JP Japan; KE Kenya; KG Kyrgyzstan; KH Cambodia; KN St. Kitts & Nevis; KR South Korea; KW Kuwait; KY Cayman Islands;
KZ Kazakhstan; LA Laos; LB Lebanon; LC St. Lucia; LK Sri Lanka; LR Liberia; LT Lithuania; LU Luxembourg; LV Latvia; LY Libya;
MA Morocco; MD Moldova; ME Montenegro; MG Madagascar; MK North Macedonia; ML Mali; MM Myanmar; MN Mongolia; MO Macao;
MR Mauritania; MS Montserrat; MT Malta; MU Mauritius; MV Maldives; MW Malawi; MX Mexico; MY Malaysia; MZ Mozambique; NA Namibia;
NE Niger; NG Nigeria; NI Nicaragua; NL Netherlands; NO Norway; NP Nepal; NR Nauru; NZ New Zealand; OM Oman; PA Panama; PE Peru;
PG Papua New Guinea; PH Philippines; PK Pakistan; PL Poland; PT Portugal; PW Palau; PY Paraguay; QA Qatar; RO Romania; RS Serbia;
RU Russia; RW Rwanda; SA Saudi Arabia; SB Solomon Islands; SC Seychelles; SE Sweden; SG Singapore; SI Slovenia; SK Slovakia;
SL Sierra Leone; SN Senegal; SR Suriname; ST São Tomé & Príncipe; SV El Salvador; SZ Eswatini; TC Turks & Caicos Islands;
TD Chad; TH Thailand; TJ Tajikistan; TM Turkmenistan; TN Tunisia; TO Tonga; TR Türkiye; TR Turkey; TT Trinidad & Tobago;
TW Taiwan; TZ Tanzania; UA Ukraine; UG Uganda; US United States; UY Uruguay; UZ Uzbekistan; VC St. Vincent & Grenadines;
VE Venezuela; VG British Virgin Islands; VN Vietnam; VU Vanuatu; XK Kosovo; YE Yemen; ZA South Africa; ZM Zambia; ZW Zimbabwe`;

/** Code by name, for `table` steps; names with `&` also with `and`. */
export const storefrontCodes: Readonly<Record<string, string>> = Object.fromEntries(
  names
    .trim()
    .split(/;\s*/)
    .flatMap((entry) => {
      const [code, name] = [entry.slice(0, 2), entry.slice(3)];
      return name.includes('&')
        ? [
            [name, code],
            [name.replace('&', 'and'), code],
          ]
        : [[name, code]];
    }),
);
