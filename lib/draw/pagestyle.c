/* SPDX-License-Identifier: MIT */
#include "draw/pagestyle.h"

#include "draw/svg.h"

static const char text_rules[] =
	"*{box-sizing:border-box}\n"
	"html{scroll-behavior:smooth;scroll-padding-top:6rem}\n"
	"body{margin:0;background:var(--ground);color:var(--ink);font:16px/1.6 system-ui,"
	"-apple-system,\"Segoe UI\",Roboto,\"Helvetica Neue\",\"Noto Sans\",\"PingFang SC\","
	"\"Microsoft YaHei\",\"Noto Sans CJK SC\",sans-serif;overflow-wrap:anywhere;"
	"-webkit-text-size-adjust:100%}\n"
	"header,main,footer,nav ul{max-width:1120px;margin:0 auto;padding:0 20px}\n"
	"header{padding-top:44px;padding-bottom:14px}\n"
	"h1{margin:0;font-size:2.1rem;line-height:1.2;font-weight:680;letter-spacing:-.02em;"
	"text-wrap:balance}\n"
	"header p{margin:.45rem 0 0;color:var(--muted)}\n"
	"h2{margin:0 0 1rem;font-size:1.35rem;line-height:1.3;font-weight:660;"
	"letter-spacing:-.01em}\n"
	"section{margin:2.6rem 0 0}\n"
	"main>p,.cards>p{max-width:75ch;margin:0}\n"
	"footer{margin-top:3.5rem;padding-bottom:3rem;color:var(--muted);font-size:.875rem}\n"
	"footer p{margin:0}\n"
	"footer p:first-child{padding-top:1rem;border-top:1px solid var(--axis)}\n"
	".skip{position:absolute;left:-9999px}\n"
	".skip:focus{left:12px;top:12px;z-index:3;background:var(--panel);padding:.4rem .8rem}\n";

static const char nav_rules[] =
	"nav{position:sticky;top:0;z-index:2;background:var(--ground);"
	"border-bottom:1px solid var(--line)}\n"
	"nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:0 .15rem;padding-top:.2rem;"
	"padding-bottom:.2rem}\n"
	"nav li{white-space:nowrap;font-size:.875rem}\n"
	"nav a{display:block;padding:.4rem .7rem;color:var(--muted);text-decoration:none;"
	"border-radius:6px}\n"
	"nav ul{margin-left:auto;margin-right:auto}nav li{margin-left:-.7rem;margin-right:.7rem}\n"
	"nav a:hover,nav a:focus-visible{color:var(--ink);background:var(--line)}\n"
	":focus-visible{outline:2px solid var(--first);outline-offset:2px}\n";

static const char card_rules[] =
	".cards{display:grid;grid-template-columns:repeat(2,minmax(0,1fr));gap:16px}\n"
	".cards>*{grid-column:1/-1}\n"
	".cards>.half{grid-column:auto}\n"
	"figure{margin:0;padding:20px 22px;background:var(--panel);border:1px solid var(--line);"
	"border-radius:12px;min-width:0}\n"
	"figcaption{margin-bottom:.9rem;font-weight:620;line-height:1.4}\n"
	".note,.source{color:var(--muted);font-size:.875rem;line-height:1.5}\n"
	"figure .note,figure .source{margin:.75rem 0 0;max-width:75ch}\n"
	".source{font-size:.8125rem;border-left:2px solid var(--axis);padding-left:.6rem}\n"
	".narrow{display:none}\n"
	"details{margin-top:.9rem;font-size:.875rem}\n"
	"summary{color:var(--muted);cursor:pointer;width:max-content}\n"
	"details .scroll{margin-top:.6rem}\n"
	"details.figures .scroll{max-height:24rem;overflow:auto}\n";

static const char tile_rules[] =
	".tiles{display:grid;grid-template-columns:repeat(auto-fill,minmax(232px,1fr));"
	"gap:16px;margin:0;padding:0}\n"
	".tiles>div{position:relative;background:var(--panel);border:1px solid var(--line);"
	"border-radius:12px;padding:16px 18px 14px;min-height:112px}\n"
	".tiles dt{color:var(--muted);font-size:.875rem;line-height:1.4}\n"
	".tiles dd{margin:0}\n"
	".tiles .value{font-size:1.7rem;line-height:1.35;font-weight:640;letter-spacing:-.02em;"
	"font-variant-numeric:tabular-nums}\n"
	".tiles .value.long{font-size:1.4rem;line-height:1.64}\n"
	".tiles .value.longer{font-size:1.15rem;line-height:2}\n"
	".tiles .change{font-size:.8125rem;font-weight:600;line-height:1.5;color:var(--muted)}\n"
	".tiles .change.good,.note.good{color:var(--good)}\n"
	".tiles .change.bad,.note.bad{color:var(--bad)}\n"
	".tiles .line{margin-top:.35rem}\n"
	".chart.spark{width:100%;max-width:190px;height:auto}\n";

static const char table_rules[] =
	".scroll{overflow-x:auto}\n"
	"table{width:100%;border-collapse:collapse;font-size:.9rem;line-height:1.45;"
	"font-variant-numeric:tabular-nums}\n"
	"th,td{padding:.48rem 1rem .48rem 0;text-align:left;vertical-align:top;"
	"border-bottom:1px solid var(--line);overflow-wrap:normal}\n"
	"th:last-child,td:last-child{padding-right:2px}\n"
	"th{color:var(--muted);font-size:.8125rem;font-weight:520;vertical-align:bottom;"
	"border-bottom-color:var(--axis)}\n"
	"td.number,th.number{text-align:right;padding-left:.5rem}\n"
	"td.long{overflow-wrap:anywhere;max-width:24rem}\n"
	".short{white-space:nowrap}\n"
	"tbody tr:hover{background:color-mix(in srgb,var(--first) 7%,transparent)}\n"
	".nothing{color:var(--muted);text-align:center}\n"
	"th button{all:unset;cursor:pointer;color:inherit}\n"
	"th button:focus-visible{outline:2px solid var(--first)}\n"
	"th button::after{content:\"\\2195\";opacity:.5;padding-left:.25em}\n"
	"th[aria-sort=ascending] button::after{content:\"\\2191\";opacity:1}\n"
	"th[aria-sort=descending] button::after{content:\"\\2193\";opacity:1}\n"
	".filter{display:block;width:100%;max-width:20rem;margin:0 0 .8rem;padding:.4rem .7rem;"
	"font:inherit;font-size:.9rem;color:var(--ink);background:var(--ground);"
	"border:1px solid var(--axis);border-radius:8px}\n"
	".filter::placeholder{color:var(--muted);opacity:1}\n"
	".tip{position:fixed;z-index:4;max-width:22rem;padding:.4rem .65rem;border-radius:8px;"
	"background:var(--ink);color:var(--panel);font-size:.8125rem;line-height:1.45;"
	"pointer-events:none;box-shadow:0 4px 14px rgba(0,0,0,.25)}\n";

static const char small_rules[] =
	"@media screen and (max-width:959px){.cards>.half{grid-column:1/-1}"
	".half .wide{max-width:620px}}\n"
	/* What does not fit fades out, to say that there is more. */
	"@media screen and (max-width:959px){html{scroll-padding-top:3.5rem}"
	"nav ul{flex-wrap:nowrap;overflow-x:auto;scrollbar-width:none;padding-right:3rem;"
	"mask-image:linear-gradient(to right,#000 calc(100% - 3.5rem),transparent)}}\n"
	"@media screen and (max-width:619px){.wide{display:none}.narrow{display:block;"
	"max-width:440px}header{padding-top:28px}h1{font-size:1.65rem}figure{padding:16px 14px}"
	"header,main,footer{padding-left:12px;padding-right:12px}nav ul{padding-left:12px}"
	".tiles{grid-template-columns:repeat(auto-fill,minmax(150px,1fr));gap:10px}"
	".tiles .value{font-size:1.1rem}.tiles .value.long{font-size:.9rem;line-height:1.65}"
	".tiles .value.longer{font-size:.75rem;line-height:2}"
	".tiles>div{padding:12px 12px;min-height:0}}\n"
	"@media print{@page{size:A4;margin:13mm 11mm 15mm;"
	"@bottom-right{content:counter(page) \" / \" counter(pages);font:8pt sans-serif;"
	"color:#5b6673}}body{font-size:10.5pt;background:none;"
	"print-color-adjust:exact;-webkit-print-color-adjust:exact}"
	"header,main,footer{max-width:none;padding:0}header{padding-top:0}nav,.filter,.skip,"
	"details,th button::after{display:none}"
	"h2,figcaption,.cards>p{break-after:avoid}figure,.tiles>div,tr{break-inside:avoid}"
	"section{margin-top:7mm}table{font-size:8.5pt}th{font-size:8pt}"
	"th,td{padding:1mm 2.5mm 1mm 0}td.number,th.number{padding-left:1mm}"
	"td.long{max-width:none}"
	"figure{padding:3mm 4mm}.cards{gap:4mm}.scroll{overflow:visible}"
	".tiles{grid-template-columns:repeat(4,1fr);gap:3mm}.tiles>div{padding:2.5mm 3mm;"
	"min-height:0}.tiles .value,.tiles .value.long,.tiles .value.longer{font-size:13pt}}\n";

void pagestyle_put(struct buf *out)
{
	buf_text(out, "<style>\n:root{color-scheme:light dark;--ground:#f6f7f9;");
	svg_colors(out, false);
	buf_text(out, "}\n@media screen and (prefers-color-scheme:dark){:root{--ground:#101317;");
	svg_colors(out, true);
	buf_text(out, "}}\n");
	buf_text(out, text_rules);
	buf_text(out, nav_rules);
	buf_text(out, card_rules);
	buf_text(out, tile_rules);
	svg_rules(out, SVG_ON_PAGE);
	buf_text(out, table_rules);
	buf_text(out, small_rules);
	buf_text(out, "</style>\n");
}
