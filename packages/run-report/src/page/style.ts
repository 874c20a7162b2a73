/** The page's looks: two palettes, one column on a phone, ink on paper. Colours of text keep a contrast of 4.5 to 1 and more. */
export const style = `
:root{color-scheme:light dark;--ground:#fbfaf8;--card:#fff;--ink:#1c1b19;--soft:#5d5a54;--line:#dfdbd3;--track:#eeebe5;
--good:#1d6b45;--good-fill:#cfe6d8;--wait:#7d5300;--wait-fill:#f5dfae;--bad:#a3271b;--bad-fill:#f3c9c1;--none-fill:#eceae5;
--c1:#2f6690;--c2:#c8772c;--c3:#3f8a63;--c4:#8c5a99;--c5:#b3446c;--c6:#5d9fb8;--c7:#8a8128;--c8:#77706a}
@media (prefers-color-scheme:dark){:root{--ground:#161614;--card:#1f1f1c;--ink:#ecebe6;--soft:#aaa79f;--line:#3a3934;--track:#2d2c28;
--good:#7fcfa3;--good-fill:#1f4a35;--wait:#e8bd62;--wait-fill:#55400f;--bad:#f2998d;--bad-fill:#672a22;--none-fill:#302f2b;
--c1:#7fb3dc;--c2:#e5a468;--c3:#82c6a2;--c4:#c39ad0;--c5:#e68fb0;--c6:#8fcbe0;--c7:#cfc566;--c8:#b0aaa3}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif}
a{color:inherit;text-underline-offset:.2em}
a:focus-visible,.scroll:focus-visible{outline:2px solid var(--c1);outline-offset:2px}
.skip{position:absolute;left:-99em}.skip:focus{left:1rem;top:1rem;background:var(--card);padding:.5rem 1rem;z-index:1}
header,main,footer{max-width:66rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2.5rem}
.kicker{margin:0;color:var(--soft);font-size:.875rem}
h1{font-size:clamp(1.6rem,5vw,2.4rem);line-height:1.15;letter-spacing:-.015em;font-weight:650;margin:.35rem 0 .75rem}
h2{font-size:1.3rem;letter-spacing:-.01em;font-weight:650;margin:0 0 .35rem}
h3{font-size:1rem;font-weight:650;margin:1.6rem 0 .35rem}
p{margin:.25rem 0 .75rem;max-width:48rem}
.soft,.faint,figcaption,caption{color:var(--soft)}
section{border-top:1px solid var(--line);padding:1.75rem 0 1.5rem}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;list-style:none;margin:1rem 0 1.25rem;padding:0;font-size:.9rem}
.reasons{margin:.25rem 0 1rem;padding-left:1.1rem}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(13rem,1fr));gap:.75rem;margin:1rem 0;padding:0}
.tiles div{background:var(--card);border:1px solid var(--line);border-radius:.5rem;padding:.7rem .9rem;min-width:0}
.tiles dt{color:var(--soft);font-size:.82rem}
.tiles dd{margin:0;font-size:1.2rem;font-weight:600;font-variant-numeric:tabular-nums;overflow-wrap:anywhere;line-height:1.3}
.tiles dd small{display:block;font-size:.82rem;font-weight:400;color:var(--soft)}
.tiles .faint{font-weight:400;font-size:.8em}
.scroll{overflow-x:auto;margin:.5rem 0 1rem;max-width:100%}
table{border-collapse:collapse;width:100%;font-size:.875rem}
caption{text-align:left;padding:.25rem 0 .4rem;font-size:.875rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .9rem .4rem 0;border-bottom:1px solid var(--line)}
thead th{color:var(--soft);font-weight:500;white-space:nowrap}
tbody th{font-weight:500}
tfoot th,tfoot td{border-bottom:0;font-weight:600}
th:last-child,td:last-child{padding-right:0}
.figure{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.id{display:inline-block;min-width:12rem;overflow-wrap:anywhere}
.text{min-width:16rem}
code,.hash{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;font-size:.86em;overflow-wrap:anywhere}
.code{white-space:nowrap}
.badge{display:inline-block;white-space:nowrap;border-radius:.3rem;padding:.02rem .45rem;font-size:.82rem;font-weight:550;background:var(--none-fill);color:var(--ink)}
.badge.good{background:var(--good-fill)}.badge.wait{background:var(--wait-fill)}.badge.bad{background:var(--bad-fill)}
.up{color:var(--good)}.down{color:var(--bad)}
.bar{display:block;height:.3rem;margin-top:.3rem;border-radius:.15rem;background:var(--track);min-width:5rem}
.bar i{display:block;height:100%;border-radius:.15rem;background:var(--c1)}
figure{margin:.75rem 0 1rem}
figcaption{font-size:.875rem;margin-bottom:.35rem}
.chart{display:block;font-family:inherit}
.keys{display:flex;flex-wrap:wrap;gap:.2rem 1rem;list-style:none;margin:.4rem 0;padding:0;font-size:.85rem;color:var(--soft)}
.keys i{display:inline-block;width:.8rem;height:.8rem;border-radius:.15rem;vertical-align:-.08rem;margin-right:.35rem}
.keys b{display:inline-block;min-width:1.1rem;text-align:center;border-radius:.15rem;margin-right:.35rem;color:var(--ink);font-weight:500;font-variant-numeric:tabular-nums}
footer{padding-bottom:3rem;color:var(--soft);font-size:.85rem}
@media (max-width:30rem){header{padding-top:1.5rem}header,main,footer{padding-left:1rem;padding-right:1rem}.tiles{grid-template-columns:1fr 1fr;gap:.5rem}.tiles div{padding:.55rem .65rem}.tiles .long{grid-column:1/-1}.tiles dd{font-size:1.05rem}}
@media print{:root{--ground:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#bbb;--track:#e8e8e8;--good:#14532d;--wait:#6b4700;--bad:#8a1c12;
--good-fill:#d5eadd;--wait-fill:#f5dfae;--bad-fill:#f3c9c1;--none-fill:#eee;--c1:#2f6690;--c2:#c8772c;--c3:#3f8a63;--c4:#8c5a99;--c5:#b3446c;--c6:#5d9fb8;--c7:#8a8128;--c8:#77706a}
@page{margin:14mm}body{font-size:10pt}nav,.skip{display:none}header{padding-top:0}header,main,footer{max-width:none;padding-left:0;padding-right:0}
section{break-inside:auto;padding:.8rem 0}h2,h3,figcaption,caption{break-after:avoid}tr,figure,.tiles div{break-inside:avoid}thead{display:table-header-group}
.scroll{overflow:visible}table{font-size:8pt}th,td{padding-right:.5rem}.figure{white-space:normal;overflow-wrap:anywhere}.text,.id{min-width:0}.chart{max-width:100%;height:auto}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
`.trim();
