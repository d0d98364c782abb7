/** A line a brand: its label, weight and reach, the site people mean by it, and its Chinese names. Written by `test/generators/imitation.ts`; do not edit it by hand. */
export const BRANDS = String.raw`
lloyds word global lloydsbank.com - closed
chasebank distinct global chase.com - closed
regionsbank distinct global regions.com - closed
allybank distinct global ally.com - closed
discoverbank distinct global discover.com - closed
halifaxbank distinct global halifax.co.uk - closed
wellsfargobank distinct global wellsfargo.com - closed
td-bank distinct global td.com - closed
tsb short global tsb.co.uk - closed
starlingbank distinct global starlingbank.com - closed
virginmoney distinct global virginmoney.com - closed
firstdirect distinct global firstdirect.com - closed
tescobank distinct global tescobank.com - closed
mbna distinct global mbna.co.uk - closed
rbs short global rbs.co.uk - closed
royalbankofscotland distinct global rbs.co.uk - closed
ulsterbank distinct global ulsterbank.ie - closed
co-operativebank distinct global co-operativebank.co.uk - closed
cooperativebank known global co-operativebank.co.uk - closed
aib common global aib.ie - closed
bankofireland distinct global bankofireland.com - closed
tdcanadatrust distinct global td.com - closed
rbc short global rbc.com - closed
royalbank known global rbcroyalbank.com - closed
bnc short global bnc.ca - closed
simplii known global simplii.com - closed
eqbank distinct global eqbank.ca - closed
wealthsimple distinct global wealthsimple.com -
questrade distinct global questrade.com -
commonwealthbank distinct global commbank.com.au - closed
netbank common global commbank.com.au - closed
stgeorge known global stgeorge.com.au - closed
suncorp distinct global suncorp.com.au - closed
suncorpbank distinct global suncorpbank.com.au - closed
bendigobank distinct global bendigobank.com.au - closed
macquarie known global macquarie.com - closed
ubank known global ubank.com.au - closed
bankofmelbourne distinct global bankofmelbourne.com.au - closed
asb short global asb.co.nz - closed
bnz short global bnz.co.nz - closed
kiwibank distinct global kiwibank.co.nz - closed
cimbclicks distinct global cimbclicks.com.my - closed
pbebank distinct global pbebank.com - closed
hongleong known global hlb.com.my - closed
hongleongbank distinct global hlb.com.my - closed
rhb short global rhbgroup.com - closed
rhbgroup distinct global rhbgroup.com - closed
mybsn distinct global mybsn.com.my - closed
tngdigital distinct global tngdigital.com.my - closed
bdo short global bdo.com.ph - closed
bpi short global bpi.com.ph - closed
unionbank common global unionbankph.com - closed
securitybank common global securitybank.com - closed
paymaya distinct global maya.ph - closed
coinsph distinct global coins.ph - closed
scbeasy distinct global scb.co.th - closed
krungsri distinct global krungsri.com - closed
ttbbank known global ttbbank.com - closed
kbank known global kasikornbank.com - closed
truemoney distinct global truemoney.com - closed
sbi short global sbi.co.in - closed
yonosbi distinct global onlinesbi.sbi - closed
sbiyono distinct global onlinesbi.sbi - closed
yono word global onlinesbi.sbi - closed
hdfc distinct global hdfcbank.com - closed
icici distinct global icicibank.com - closed
pnb short global pnbindia.in - closed
bankofindia distinct global bankofindia.co.in - closed
canarabank distinct global canarabank.com - closed
unionbankofindia distinct global unionbankofindia.co.in - closed
idfcfirstbank distinct global idfcfirstbank.com - closed
indusind distinct global indusind.com - closed
yesbank distinct global yesbank.in - closed
bajajfinserv distinct global bajajfinserv.in - closed
zerodha distinct global zerodha.com -
groww distinct global groww.in -
upstox distinct global upstox.com -
mobikwik distinct global mobikwik.com - closed
easypaisa distinct global easypaisa.com.pk - closed
jazzcash distinct global jazzcash.com.pk - closed
hbl short global hbl.com - closed
meezanbank distinct global meezanbank.com - closed
bkash known global bkash.com - closed
nagad known global nagad.com.bd - closed
emiratesnbd distinct global emiratesnbd.com - closed
adcb distinct global adcb.com - closed
bankfab distinct global bankfab.com - closed
mashreq known global mashreq.com - closed
alrajhibank distinct global alrajhibank.com.sa - closed
alrajhi known global alrajhibank.com.sa - closed
alahli known global alahli.com - closed
stcpay distinct global stcpay.com.sa - closed
qnb short global qnb.com - closed
leumi known global leumi.co.il - closed
hapoalim known global bankhapoalim.co.il - closed
isracard distinct global isracard.co.il - closed
ziraatbank distinct global ziraatbank.com.tr - closed
ziraatbankasi distinct global ziraatbank.com.tr - closed
ziraat word global ziraatbank.com.tr - closed
garantibbva distinct global garantibbva.com.tr - closed
garanti common global garantibbva.com.tr - closed
akbank distinct global akbank.com - closed
yapikredi distinct global yapikredi.com.tr - closed
vakifbank distinct global vakifbank.com.tr - closed
halkbank distinct global halkbank.com.tr - closed
denizbank distinct global denizbank.com - closed
qnbfinansbank distinct global qnb.com.tr - closed
enpara distinct global qnb.com.tr - closed
papara distinct global papara.com - closed
vtb short global vtb.ru - closed
alfabank distinct global alfabank.ru - closed
gazprombank distinct global gazprombank.ru - closed
sovcombank distinct global sovcombank.ru - closed
rosbank distinct global rosbank.ru -
pochtabank distinct global pochtabank.ru - closed
tbank known global tbank.ru - closed
sber known global sberbank.ru - closed
raiffeisenbank known global raiffeisen.ru - closed
qiwi distinct global qiwi.com - closed
yoomoney distinct global yoomoney.ru - closed
webmoney known global webmoney.ru -
kaspi known global kaspi.kz - closed
kaspikz distinct global kaspi.kz - closed
halykbank distinct global halykbank.kz - closed
belarusbank distinct global belarusbank.by - closed
privatbank distinct global privatbank.ua - closed
privat24 distinct global privat24.ua - closed
monobank distinct global monobank.ua - closed
oschadbank distinct global oschadbank.ua - closed
oschad distinct global oschadbank.ua - closed
pumb distinct global pumb.ua - closed
ipko distinct global ipko.pl - closed
pko short global pkobp.pl - closed
aliorbank distinct global aliorbank.pl - closed
pekao24 distinct global pekao24.pl - closed
nestbank distinct global nestbank.pl - closed
przelewy24 distinct global przelewy24.pl - closed
dotpay distinct global dotpay.pl - closed
payu distinct global payu.com - closed
csob known global csob.cz - closed
csas short global csas.cz - closed
ceskasporitelna distinct global csas.cz - closed
airbank known global airbank.cz - closed
fio common global fio.cz - closed
slsp common global slsp.sk - closed
tatrabanka distinct global tatrabanka.sk - closed
otpbank known global otpbank.hu - closed
erstebank distinct global erstegroup.com - closed
erste known global erstegroup.com - closed
bancatransilvania distinct global bancatransilvania.ro - closed
bcr short global bcr.ro - closed
dskbank distinct global dskbank.bg - closed
eurobank known global eurobank.gr - closed
piraeusbank distinct global piraeusbank.gr - closed
winbank known global piraeusbank.gr - closed
nlb short global nlb.si - closed
paysera distinct global paysera.com - closed
citadele known global citadele.lv - closed
handelsbanken distinct global handelsbanken.se - closed
seb short global seb.se - closed
dnb short global dnb.no - closed
sparebank1 distinct global sparebank1.no - closed
mobilepay known global mobilepay.dk - closed
vipps distinct global vipps.no - closed
hypovereinsbank distinct global hypovereinsbank.de - closed
norisbank distinct global norisbank.de - closed
volksbank word global vr.de - closed houses
vrbank known global vr.de - closed houses
apobank distinct global apobank.de - closed
traderepublic distinct global traderepublic.com - closed
easybank distinct global easybank.at - closed
bankaustria distinct global bankaustria.at - closed
twint distinct global twint.ch - closed
creditsuisse distinct global credit-suisse.com - closed
zkb short global zkb.ch - closed
viseca distinct global viseca.ch - closed
swisscard distinct global swisscard.ch - closed
credit-agricole distinct global credit-agricole.fr - closed
credit-mutuel distinct global creditmutuel.fr - closed
societe-generale distinct global societegenerale.fr - closed
bnp-paribas distinct global bnpparibas.com - closed
bnp short global bnpparibas.com - closed
la-banque-postale distinct global labanquepostale.fr - closed
banquepostale distinct global labanquepostale.fr - closed
caisseepargne distinct global caisse-epargne.fr - closed
caissedepargne distinct global caisse-epargne.fr - closed
banque-populaire distinct global banquepopulaire.fr - closed
cic short global cic.fr - closed
bforbank distinct global bforbank.com - closed
cetelem distinct global cetelem.fr - closed
sofinco distinct global sofinco.fr - closed
bnpparibasfortis distinct global bnpparibasfortis.be - closed
argenta known global argenta.be - closed
beobank distinct global beobank.be - closed
payconiq distinct global payconiq.be - closed
snsbank known global snsbank.nl - closed
sns short global snsbank.nl - closed
asnbank distinct global asnbank.nl - closed
regiobank distinct global regiobank.nl - closed
knab known global knab.nl - closed
triodos known global triodos.nl - closed
icscards distinct global icscards.nl - closed
tikkie distinct global tikkie.me - closed
postepay known global postepay.it - closed
bancoposta distinct global poste.it - closed
intesa known global intesasanpaolo.com - closed
intesa-sanpaolo distinct global intesasanpaolo.com - closed
bancobpm distinct global bancobpm.it - closed
bper known global bper.it - closed
montepaschi distinct global mps.it - closed
mps short global mps.it - closed
bnl short global bnl.it - closed
credem known global credem.it - closed
mediolanum known global bancamediolanum.it - closed
bancamediolanum distinct global bancamediolanum.it - closed
finecobank distinct global finecobank.com - closed
isybank distinct global isybank.com - closed
bancasella distinct global sella.it - closed
bancosabadell distinct global bancsabadell.com - closed
sabadell known global bancsabadell.com - closed
bizum distinct global bizum.es - closed
unicaja distinct global unicajabanco.es - closed
unicajabanco distinct global unicajabanco.es - closed
kutxabank distinct global kutxabank.es - closed
abanca known global abanca.com - closed
cajamar distinct global cajamar.es - closed
evobanco distinct global evobanco.com - closed
ruralvia distinct global ruralvia.com - closed
laboralkutxa distinct global laboralkutxa.com - closed
cgd short global cgd.pt - closed
caixadirecta distinct global cgd.pt - closed
caixageraldedepositos distinct global cgd.pt - closed
millenniumbcp distinct global millenniumbcp.pt - closed
novobanco distinct global novobanco.pt - closed
bancobpi distinct global bancobpi.pt - closed
activobank known global activobank.pt - closed
mbway distinct global mbway.pt - closed
bancodobrasil distinct global bb.com.br - closed
bancointer distinct global inter.co - closed
c6bank distinct global c6bank.com.br - closed
bancopan distinct global bancopan.com.br - closed
sicredi distinct global sicredi.com.br - closed
sicoob distinct global sicoob.com.br - closed
pagbank distinct global pagbank.com.br - closed
caixa common global caixa.gov.br - closed
itaucard distinct global itau.com.br - closed
livelo distinct global livelo.com.br - closed
mercado-pago distinct global mercadopago.com - closed
mercadobitcoin distinct global mercadobitcoin.com.br -
citibanamex distinct global banamex.com - closed
bancoazteca distinct global bancoazteca.com.mx - closed
bancoppel distinct global bancoppel.com - closed
inbursa distinct global inbursa.com - closed
bitso known global bitso.com -
bancogalicia distinct global galicia.ar - closed
bancoprovincia distinct global bancoprovincia.com.ar - closed
banconacion known global bna.com.ar - closed
bna short global bna.com.ar - closed
naranjax distinct global naranjax.com - closed
brubank distinct global brubank.com - closed
bancochile distinct global bancochile.cl - closed
bancodechile distinct global bancochile.cl - closed
bci short global bci.cl - closed
bancofalabella distinct global bancofalabella.cl - closed
nequi known global nequi.com.co - closed
bancodebogota distinct global bancodebogota.com - closed
avvillas distinct global avvillas.com.co - closed
bancodelanacion distinct global bn.com.pe - closed
bancoguayaquil distinct global bancoguayaquil.com - closed
produbanco distinct global produbanco.com.ec - closed
banesco distinct global banesco.com - closed
brou known global brou.com.uy - closed
bncr distinct global bncr.fi.cr - closed
bancobcr distinct global bancobcr.com - closed
baccredomatic distinct global baccredomatic.com - closed
banrural distinct global banrural.com.gt - closed
banreservas distinct global banreservas.com - closed
popularenlinea distinct global popularenlinea.com - closed
rakutenbank distinct global rakuten-bank.co.jp - closed
rakuten-bank distinct global rakuten-bank.co.jp - closed
rakutencard distinct global rakuten-card.co.jp - closed
rakuten-card distinct global rakuten-card.co.jp - closed
rakutensec distinct global rakuten-sec.co.jp - closed
rakuten-sec distinct global rakuten-sec.co.jp - closed
aupay distinct global auone.jp - closed
auone distinct global auone.jp - closed
merpay distinct global merpay.com - closed
eposcard distinct global eposcard.co.jp - closed
vpass word global smbc-card.com - closed
orico known global orico.co.jp - closed
jaccs distinct global jaccs.co.jp - closed
uccard distinct global uccard.co.jp - closed
lifecard known global lifecard.co.jp - closed
viewcard distinct global jreast.co.jp - closed
viewsnet distinct global jreast.co.jp - closed
cedyna distinct global cedyna.co.jp - closed
pocketcard distinct global pocketcard.co.jp - closed
jalcard distinct global jal.co.jp - closed
anacard distinct global ana.co.jp - closed
aeonbank distinct global aeonbank.co.jp - closed
aeoncard distinct global aeon.co.jp - closed
sevenbank distinct global sevenbank.co.jp - closed
nomura known global nomura.co.jp - closed
smbcnikko distinct global smbcnikko.co.jp - closed
mizuho known global mizuhobank.co.jp - closed
jabank distinct global jabank.org - closed
ts3card distinct global ts3card.com - closed
smbccard distinct global smbc-card.com - closed
japannetbank distinct global paypay-bank.co.jp - closed
paypaybank distinct global paypay-bank.co.jp - closed
netbk distinct global netbk.co.jp - closed
kakaobank distinct global kakaobank.com - closed
kakaopay distinct global kakaopay.com - closed
tossbank distinct global tossbank.com - closed
wooribank distinct global wooribank.com - closed
kebhana known global kebhana.com - closed
hanabank distinct global kebhana.com - closed
nonghyup distinct global nonghyup.com - closed
ibk short global ibk.co.kr - closed
shinhancard distinct global shinhancard.com - closed
hyundaicard distinct global hyundaicard.com - closed
samsungcard distinct global samsungcard.com - closed
lottecard distinct global lottecard.co.kr - closed
bccard distinct global bccard.com - closed
ctbcbank distinct global ctbcbank.com - closed
ctbc distinct global ctbcbank.com - closed
esunbank distinct global esunbank.com - closed
cathaybk distinct global cathaybk.com.tw - closed
taishinbank distinct global taishinbank.com.tw - closed
fubon known global fubon.com - closed
megabank known global megabank.com.tw - closed
sinopac known global sinopac.com - closed
jkos known global jkos.com - closed
hangseng distinct global hangseng.com - closed
bochk distinct global bochk.com - closed
hkbea distinct global hkbea.com -
zabank known global za.group - closed
gtbank distinct global gtbank.com - closed
accessbankplc distinct global accessbankplc.com - closed
zenithbank distinct global zenithbank.com - closed
ubagroup distinct global ubagroup.com - closed
opay known global opayweb.com - closed
moniepoint distinct global moniepoint.com - closed
paystack distinct global paystack.com -
mpesa distinct global safaricom.co.ke - closed
m-pesa distinct global safaricom.co.ke - closed
absa distinct global absa.co.za - closed
capitec known global capitecbank.co.za - closed
capitecbank distinct global capitecbank.co.za - closed
nedbank distinct global nedbank.co.za - closed
standardbank distinct global standardbank.co.za - closed
tymebank distinct global tymebank.co.za - closed
attijariwafabank distinct global attijariwafabank.com - closed
pnc short global pnc.com - closed
fifththird distinct global 53.com - closed
fifththirdbank distinct global 53.com - closed
keybank distinct global key.com - closed
becu distinct global becu.org - closed
golden1 distinct global golden1.com - closed
penfed distinct global penfed.org - closed
firstcitizens distinct global firstcitizens.com - closed
synchrony known global synchrony.com - closed
synchronybank distinct global synchrony.com - closed
comerica distinct global comerica.com - closed
zionsbank distinct global zionsbank.com - closed
chime common global chime.com - closed
chimebank distinct global chime.com - closed
greendot known global greendot.com - closed
sofi word global sofi.com - closed
netspend distinct global netspend.com - closed
edwardjones distinct global edwardjones.com - closed
merrilledge distinct global merrilledge.com - closed
morganstanley distinct global morganstanley.com - closed
goldmansachs distinct global goldmansachs.com - closed
creditkarma distinct global creditkarma.com - closed
experian distinct global experian.com - closed
equifax distinct global equifax.com - closed
transunion distinct global transunion.com - closed
statefarm distinct global statefarm.com - closed
geico distinct global geico.com - closed
allstate distinct global allstate.com - closed
aetna distinct global aetna.com - closed
cigna distinct global cigna.com - closed
worldremit distinct global worldremit.com - closed
alipayplus distinct global alipayplus.com - closed
banquenationale known global bnc.ca - closed
hargreaveslansdown distinct global hl.co.uk - closed
admiralmarkets known global admiralmarkets.com -
plus500 distinct global plus500.com -
iqoption distinct global iqoption.com -
olymptrade distinct global olymptrade.com -
isbankasi distinct global isbank.com.tr - closed
lloydsbankinggroup known global lloydsbankinggroup.com - closed
daiwa known global daiwa.jp - closed
matsui known global matsui.co.jp - closed
icbc distinct global icbc.com.cn 工商银行,工行 closed
ccb short global ccb.com 建设银行,建行 closed
abchina distinct CN abchina.com 农业银行,农行 closed
bankofchina distinct global boc.cn 中国银行,中行 closed
boc short global boc.cn - closed
bankcomm distinct global bankcomm.com 交通银行,交行 closed
cmbchina distinct CN cmbchina.com 招商银行,招行 closed
cmb short global cmbchina.com - closed
psbc distinct CN psbc.com 邮储银行,邮政储蓄 closed
citicbank distinct global citicbank.com 中信银行 closed
cebbank distinct CN cebbank.com 光大银行 closed
spdb distinct CN spdb.com.cn 浦发银行 closed
cib common CN cib.com.cn 兴业银行 closed
cmbc distinct CN cmbc.com.cn 民生银行 closed
hxb short CN hxb.com.cn 华夏银行 closed
pingan distinct global pingan.com 平安银行,平安 closed
cgbchina distinct CN cgbchina.com.cn 广发银行 closed
webank distinct CN webank.com 微众银行 closed
mybank common CN mybank.cn 网商银行 closed
unionpay distinct global unionpay.com 银联,云闪付 closed
95516 distinct CN 95516.com - closed
bankofbeijing distinct CN bankofbeijing.com.cn 北京银行 closed
eastmoney distinct CN eastmoney.com 东方财富 closed
htsc short CN htsc.com.cn 华泰证券 closed
bca short ID bca.co.id - closed
klikbca distinct ID klikbca.com - closed alone
mybca distinct ID bca.co.id - closed alone
bri short ID bri.co.id - closed
brimo distinct ID bri.co.id - closed alone
ibankbri distinct ID bri.co.id - closed alone
bni46 distinct ID bni.co.id - closed alone
bsi short ID bankbsi.co.id - closed
bni short ID bni.co.id - closed
mandiri word ID bankmandiri.co.id - closed
bankmandiri distinct ID bankmandiri.co.id - closed alone
livinbymandiri distinct ID bankmandiri.co.id - closed alone
livin common ID bankmandiri.co.id - closed
btn common ID btn.co.id - closed
danamon distinct ID danamon.co.id - closed
cimbniaga distinct ID cimbniaga.co.id - closed alone
permatabank distinct ID permatabank.com - closed alone
bankmega distinct ID bankmega.com - closed alone
bankbsi distinct ID bankbsi.co.id - closed alone
bankjago distinct ID jago.com - closed alone
seabank distinct ID seabank.co.id - closed alone
linkaja distinct ID linkaja.id - closed alone
gopay distinct ID gopay.co.id - closed alone
ovo short ID ovo.id - closed
dana word ID dana.id - closed
shopeepay distinct ID shopeepay.co.id - closed alone
ocbcnisp distinct ID ocbc.id - closed alone
muamalat distinct ID bankmuamalat.co.id - closed alone
bankbjb distinct ID bankbjb.co.id - closed alone
indodax distinct ID indodax.com - closed alone
tokocrypto distinct ID tokocrypto.com - closed alone
akulaku distinct ID akulaku.com - closed alone
kredivo distinct ID kredivo.com - closed alone
wondrbybni distinct ID bni.co.id - closed alone
wondr word ID bni.co.id - closed
byondbybsi distinct ID bankbsi.co.id - closed alone
octomobile distinct ID cimbniaga.co.id - closed
octoclicks distinct ID cimbniaga.co.id - closed
permatamobile distinct ID permatabank.com - closed
vietcombank distinct VN vietcombank.com.vn - closed alone
vcb short VN vietcombank.com.vn - closed
vcbdigibank distinct VN vietcombank.com.vn - closed alone
vietinbank distinct VN vietinbank.vn - closed alone
bidv distinct VN bidv.com.vn - closed alone
agribank distinct VN agribank.com.vn - closed alone
techcombank distinct VN techcombank.com - closed alone
mbbank distinct VN mbbank.com.vn - closed alone
vpbank distinct VN vpbank.com.vn - closed alone
acb short VN acb.com.vn - closed
sacombank distinct VN sacombank.com.vn - closed alone
tpbank distinct VN tpb.vn - closed alone
hdbank distinct VN hdbank.com.vn - closed alone
vib short VN vib.com.vn - closed
shb short VN shb.com.vn - closed
eximbank distinct VN eximbank.com.vn - closed
msb common VN msb.com.vn - closed
ocb short VN ocb.com.vn - closed
lienvietpostbank distinct VN lienvietpostbank.com.vn - closed alone
namabank distinct VN namabank.com.vn - closed alone
pvcombank distinct VN pvcombank.com.vn - closed alone
abbank distinct VN abbank.vn - closed alone
vietbank distinct VN vietbank.com.vn - closed alone
momo word VN momo.vn - closed
zalopay distinct VN zalopay.vn - closed alone
vnpay distinct VN vnpay.vn - closed alone
viettelpay distinct VN viettelpay.vn - closed alone
viettelmoney distinct VN viettelmoney.vn - closed alone
napas distinct VN napas.com.vn - closed alone
kienlongbank distinct VN kienlongbank.com - closed alone
saigonbank distinct VN saigonbank.com.vn - closed alone
scb short VN scb.com.vn - closed
hsbc distinct global hsbc.com 汇丰 closed
standardchartered distinct global sc.com 渣打 closed
citibank distinct global citibank.com 花旗 closed
citi short global citi.com - closed
chase common global chase.com - closed
wellsfargo distinct global wellsfargo.com - closed alone
bankofamerica distinct global bankofamerica.com - closed
capitalone distinct global capitalone.com - closed
americanexpress distinct global americanexpress.com - closed
amex distinct global americanexpress.com - closed
usbank distinct global usbank.com - closed
tdbank distinct global td.com - closed
truist distinct global truist.com - closed
barclays distinct global barclays.co.uk - closed
lloydsbank distinct global lloydsbank.com - closed
natwest distinct global natwest.com - closed
santander distinct global santander.com - closed
halifax common global halifax.co.uk - closed
nationwide common global nationwide.co.uk - closed
monzo distinct global monzo.com - closed
revolut distinct global revolut.com - closed
n26 short global n26.com - closed
wise common global wise.com - closed
deutschebank distinct global db.com - closed
commerzbank distinct global commerzbank.de - closed
sparkasse word global sparkasse.de - closed houses
postbank distinct global postbank.de - closed
comdirect distinct global comdirect.de - closed
abnamro distinct global abnamro.nl - closed
rabobank distinct global rabobank.nl - closed
bnpparibas distinct global bnpparibas.com - closed
creditagricole distinct global credit-agricole.fr - closed
societegenerale distinct global societegenerale.com - closed
labanquepostale distinct global labanquepostale.fr - closed
intesasanpaolo distinct global intesasanpaolo.com - closed
unicredit distinct global unicredit.it - closed
bbva distinct global bbva.com - closed
caixabanknow distinct global caixabank.es - closed
caixabank distinct global caixabank.es - closed
bancsabadell distinct global bancsabadell.com - closed
bankinter distinct global bankinter.com - closed
ubs short global ubs.com - closed
postfinance distinct global postfinance.ch - closed
nordea distinct global nordea.com - closed
danskebank distinct global danskebank.dk - closed
swedbank distinct global swedbank.se - closed
sberbank distinct global sberbank.ru - closed
tinkoff distinct global tbank.ru - closed
commbank distinct global commbank.com.au - closed
westpac distinct global westpac.com.au - closed
anz short global anz.com.au - closed
bankwest distinct global bankwest.com.au - closed
rbcroyalbank distinct global rbcroyalbank.com - closed
scotiabank distinct global scotiabank.com - closed
cibc distinct global cibc.com - closed
desjardins distinct global desjardins.com - closed
interac distinct global interac.ca -
hdfcbank distinct global hdfcbank.com - closed
icicibank distinct global icicibank.com - closed
onlinesbi distinct global onlinesbi.sbi - closed
axisbank distinct global axisbank.com - closed
paytm distinct global paytm.com -
phonepe distinct global phonepe.com -
itau distinct global itau.com.br - closed
bradesco distinct global bradesco.com.br - closed
nubank distinct global nubank.com.br - closed
bancolombia distinct global bancolombia.com - closed
mufg distinct global mufg.jp - closed
smbc distinct global smbc.co.jp - closed alone
kbstar distinct global kbstar.com - closed
shinhan distinct global shinhan.com - closed
kasikornbank distinct global kasikornbank.com - closed
krungthai distinct global krungthai.com - closed
bangkokbank distinct global bangkokbank.com - closed
maybank distinct global maybank.com - closed
maybank2u distinct global maybank2u.com.my - closed
paylah known global dbs.com.sg - closed
dbspaylah distinct global dbs.com.sg - closed
dbs short global dbs.com.sg - closed
ocbc distinct global ocbc.com - closed
uob short global uobgroup.com - closed
metrobank distinct global metrobank.com.ph - closed
gcash distinct global gcash.com - closed
touchngo distinct global touchngo.com.my - closed
paypal distinct global paypal.com - closed alone
venmo distinct global venmo.com - closed
cashapp distinct global cash.app - closed
zelle distinct global zellepay.com - closed
skrill distinct global skrill.com - closed
payoneer distinct global payoneer.com - closed
westernunion distinct global westernunion.com - closed
moneygram distinct global moneygram.com - closed
remitly distinct global remitly.com - closed
transferwise distinct global wise.com - closed
klarna distinct global klarna.com - closed
afterpay distinct global afterpay.com - closed
stripe common global stripe.com -
squareup distinct global squareup.com -
visa common global visa.com - closed
mastercard distinct global mastercard.com - closed
paypay distinct global paypay.ne.jp - closed alone
interactivebrokers distinct global interactivebrokers.com -
robinhood word global robinhood.com - closed
etoro distinct global etoro.com - closed
fidelity common global fidelity.com - closed
schwab distinct global schwab.com - closed
vanguard common global vanguard.com - closed
posb distinct global dbs.com.sg - closed
cimb distinct global cimbniaga.co.id - closed
creditmutuel distinct global creditmutuel.fr - closed
boursorama distinct global boursorama.com - closed
boursobank distinct global boursobank.com - closed
banquepopulaire distinct global banquepopulaire.fr - closed
caisse-epargne distinct global caisse-epargne.fr - closed
raiffeisen common global raiffeisen.ch -
fortuneo distinct global fortuneo.fr - closed
hellobank distinct global hellobank.fr - closed
cofidis distinct global cofidis.fr - closed
lcl short global lcl.fr - closed
dkb short global dkb.de - closed
ing short global ing.com - closed
consorsbank distinct global consorsbank.de - closed
targobank distinct global targobank.de - closed
bunq distinct global bunq.com - closed
belfius distinct global belfius.be - closed
kbc short global kbc.be - closed
swisspass distinct global swisspass.ch - closed
openbank distinct global openbank.es -
ibercaja distinct global ibercaja.es - closed
nexi word global nexi.it - closed
fineco distinct global finecobank.com - closed
davivienda distinct global davivienda.com - closed
pichincha word global pichincha.com - closed
viabcp distinct global viabcp.com - closed
bancoestado distinct global bancoestado.cl - closed
banorte distinct global banorte.com - closed
banamex distinct global banamex.com - closed
mercadopago distinct global mercadopago.com - closed
pagseguro distinct global pagseguro.uol.com.br - closed
picpay distinct global picpay.com - closed
serasa distinct global serasa.com.br - closed
banrisul distinct global banrisul.com.br - closed
pkobp distinct global pkobp.pl - closed
mbank distinct global mbank.pl - closed
pekao distinct global pekao.com.pl - closed
millennium common global bankmillennium.pl - closed
sumup distinct global sumup.com - closed
affirm common global affirm.com - closed
discover common global discover.com - closed
navyfederal distinct global navyfederal.org - closed
usaa distinct global usaa.com - closed
regions common global regions.com - closed
huntington common global huntington.com - closed
citizensbank distinct global citizensbank.com - closed
ally common global ally.com - closed
jpmorgan distinct global jpmorganchase.com - closed
etrade distinct global etrade.com - closed
tangerine common global tangerine.ca - closed
bmo short global bmo.com - closed
nab short global nab.com.au - closed
kotak distinct global kotak.com - closed
smbc-card distinct global smbc-card.com - closed
jcb short global jcb.co.jp - closed
saisoncard distinct global saisoncard.co.jp - closed
aeon word global aeon.co.jp - closed
sbisec distinct global sbisec.co.jp - closed
monex word global monex.co.jp - closed alone
mizuhobank distinct global mizuhobank.co.jp - closed
jibunbank distinct global jibunbank.co.jp - closed
resonabank distinct global resonabank.co.jp - closed
sonybank distinct global sonybank.jp - closed
jp-bank distinct global jp-bank.japanpost.jp - closed
sf-express distinct global sf-express.com 顺丰 closed
sfexpress distinct global sf-express.com - closed
yto short CN yto.net.cn 圆通
zto short CN zto.com 中通
sto common CN sto.cn 申通
yundaex distinct CN yundaex.com 韵达 closed
deppon distinct CN deppon.com 德邦
cainiao distinct global cainiao.com 菜鸟
jtexpress distinct global jtexpress.com.cn 极兔 closed
dhl short global dhl.com - closed alone
fedex distinct global fedex.com - closed
ups common global ups.com - closed
royalmail distinct global royalmail.com - closed
canadapost distinct global canadapost.ca - closed
auspost distinct global auspost.com.au - closed
dpd short global dpd.com - closed
evri distinct global evri.com - closed
laposte distinct global laposte.fr - closed
chronopost distinct global chronopost.fr - closed
colissimo distinct global laposte.fr - closed
mondialrelay distinct global mondialrelay.fr - closed
correos distinct global correos.es - closed
poste common global poste.it - closed
posteitaliane distinct global posteitaliane.it - closed
postnl distinct global postnl.nl - closed
bpost distinct global bpost.be - closed
anpost distinct global anpost.com - closed
postnord distinct global postnord.com - closed
singpost distinct global singpost.com - closed
jne short ID jne.co.id -
jnt short ID jet.co.id -
sicepat distinct ID sicepat.com - alone
posindonesia distinct ID posindonesia.co.id - closed alone
ninjavan distinct global ninjavan.co -
lalamove distinct global lalamove.com -
vnpost distinct VN vnpost.vn - closed alone
viettelpost distinct VN viettelpost.com.vn - closed alone
ghn short VN ghn.vn - closed
ghtk distinct VN ghtk.vn - closed alone
giaohangtietkiem distinct VN giaohangtietkiem.vn - closed alone
giaohangnhanh distinct VN ghn.vn - closed alone
aramex distinct global aramex.com - closed alone
inpost distinct global inpost.pl - closed
gls short global gls-group.eu - closed
brt short global brt.it - closed
seur distinct global seur.com - closed
purolator distinct global purolator.com - closed
thecourierguy distinct global thecourierguy.co.za - closed
correios distinct global correios.com.br - closed
sagawa-exp distinct global sagawa-exp.co.jp - closed
kuronekoyamato distinct global kuronekoyamato.co.jp - closed alone
parcelforce distinct global parcelforce.com - closed
nzpost distinct global nzpost.co.nz - closed
kuroneko word global kuronekoyamato.co.jp - closed alone
postoffice common global postoffice.co.uk - closed
yodel common global yodel.co.uk - closed
australiapost distinct global auspost.com.au - closed
startrack known global startrack.com.au - closed
poslaju distinct global pos.com.my - closed
posmalaysia distinct global pos.com.my - closed
phlpost known global phlpost.gov.ph - closed
lbcexpress distinct global lbcexpress.com - closed
thailandpost distinct global thailandpost.co.th - closed
flashexpress distinct global flashexpress.co.th - closed
kerryexpress distinct global kerryexpress.com - closed
lionparcel distinct ID lionparcel.com - closed
indiapost distinct global indiapost.gov.in - closed
delhivery distinct global delhivery.com - closed
bluedart distinct global bluedart.com - closed
dtdc distinct global dtdc.in - closed
xpressbees distinct global xpressbees.com - closed
ecomexpress known global ecomexpress.in - closed
emiratespost distinct global emiratespost.ae - closed
israelpost distinct global israelpost.co.il - closed
egyptpost distinct global egyptpost.gov.eg - closed
ptt short global ptt.gov.tr - closed
yurticikargo distinct global yurticikargo.com - closed
araskargo distinct global araskargo.com.tr - closed
mngkargo distinct global mngkargo.com.tr - closed
suratkargo distinct global suratkargo.com.tr - closed
pochta word global pochta.ru - closed
pochtarossii distinct global pochta.ru - closed
russianpost distinct global pochta.ru - closed
cdek distinct global cdek.ru - closed
boxberry known global boxberry.ru - closed
belpost known global belpost.by - closed
novaposhta distinct global novaposhta.ua - closed
nova-poshta distinct global novaposhta.ua - closed
novapost distinct global novapost.com - closed
novaposta distinct global novaposhta.ua - closed
ukrposhta distinct global ukrposhta.ua - closed
meest known global meest.com - closed
pocztapolska distinct global poczta-polska.pl - closed
poczta-polska distinct global poczta-polska.pl - closed
poczta word global poczta-polska.pl - closed
ceskaposta distinct global ceskaposta.cz - closed
zasilkovna distinct global zasilkovna.cz - closed
packeta known global packeta.com - closed
slovenskaposta distinct global posta.sk - closed
magyarposta distinct global posta.hu - closed
postaromana distinct global posta-romana.ro - closed
posta-romana distinct global posta-romana.ro - closed
fancourier distinct global fancourier.ro - closed
econt known global econt.com - closed
elta short global elta.gr - closed
acscourier distinct global acscourier.net - closed
postaslovenije distinct global posta.si - closed
omniva distinct global omniva.ee - closed
latvijaspasts distinct global pasts.lv - closed
lpexpress distinct global lpexpress.lt - closed
posti common global posti.fi - closed
posten common global posten.no - closed
matkahuolto distinct global matkahuolto.fi - closed
deutschepost distinct global deutschepost.de - closed
deutsche-post distinct global deutschepost.de - closed
myhermes distinct global myhermes.de - closed
hermesworld distinct global myhermes.de - closed
swisspost distinct global post.ch - closed
schweizerpost distinct global post.ch - closed
lapostemobile known global lapostemobile.fr - closed
la-poste distinct global laposte.fr - closed
relaiscolis distinct global relaiscolis.com - closed
relais-colis distinct global relaiscolis.com - closed
mondial-relay distinct global mondialrelay.fr - closed
correosexpress distinct global correosexpress.com - closed
nacex distinct global nacex.es - closed
mrw short global mrw.es - closed
ctt short global ctt.pt - closed
poste-italiane distinct global poste.it - closed
bartolini known global brt.it - closed
sda common global sda.it - closed
jadlog distinct global jadlog.com.br - closed
loggi known global loggi.com - closed
sepomex distinct global gob.mx - closed
correosdemexico distinct global gob.mx - closed
estafeta word global estafeta.com - closed
correoargentino distinct global correoargentino.com.ar - closed
correoschile distinct global correos.cl - closed
servientrega distinct global servientrega.com - closed
serpost distinct global serpost.com.pe - closed
japanpost distinct global japanpost.jp - closed
japan-post distinct global japanpost.jp - closed
sagawa known global sagawa-exp.co.jp - closed
yamato common global kuronekoyamato.co.jp - closed
epost known global epost.go.kr - closed
chunghwapost distinct global post.gov.tw - closed
tcat known global t-cat.com.tw - closed
hongkongpost distinct global hongkongpost.hk - closed
hkpost distinct global hongkongpost.hk - closed
nipost distinct global nipost.gov.ng - closed
fastway known global fastway.co.za - closed
17track distinct global 17track.net -
ontrac distinct global ontrac.com - closed
ems short global ems.com.cn - closed
thaipost distinct global thailandpost.co.th - closed
binance distinct global binance.com 币安 closed alone
okx short global okx.com 欧易 closed
okex distinct global okx.com - closed
huobi distinct global htx.com 火币 closed
coinbase distinct global coinbase.com - closed alone
kraken word global kraken.com - closed
bybit distinct global bybit.com - closed
kucoin distinct global kucoin.com - closed
bitget distinct global bitget.com - closed
gateio distinct global gate.io - closed
mexc distinct global mexc.com - closed
bitfinex distinct global bitfinex.com - closed
bitstamp distinct global bitstamp.net - closed
gemini common global gemini.com - closed
cryptocom distinct global crypto.com - closed
metamask distinct global metamask.io - closed
trustwallet distinct global trustwallet.com - closed
ledger word global ledger.com - closed alone
trezor distinct global trezor.io - closed alone
uniswap distinct global uniswap.org - alone
pancakeswap distinct global pancakeswap.finance - closed
opensea distinct global opensea.io -
tokenpocket distinct global tokenpocket.pro - closed
mytokenpocket distinct global mytokenpocket.vip - closed
imtoken distinct global token.im - closed
tronlink distinct global tronlink.org - closed
tronscan distinct global tronscan.org - closed
etherscan distinct global etherscan.io -
bscscan distinct global bscscan.com -
tether word global tether.to - closed
upbit distinct global upbit.com -
bithumb distinct global bithumb.com - closed
bitflyer distinct global bitflyer.com - closed alone
coincheck distinct global coincheck.com - closed
myetherwallet distinct global myetherwallet.com - closed
safepal distinct global safepal.com - closed
onekey distinct global onekey.so -
polymarket distinct global polymarket.com -
hyperliquid distinct global hyperliquid.xyz -
dydx distinct global dydx.exchange -
aave distinct global aave.com -
raydium distinct global raydium.io -
magiceden distinct global magiceden.io -
rarible distinct global rarible.com -
remitano distinct global remitano.com - closed
localbitcoins distinct global localbitcoins.com - closed
blockchain common global blockchain.com - closed
coinmarketcap distinct global coinmarketcap.com -
coingecko distinct global coingecko.com -
deribit distinct global deribit.com - closed
phantom common global phantom.com - closed
moonpay distinct global moonpay.com - closed
walletconnect distinct global walletconnect.com - closed
exodus word global exodus.com - closed
uphold word global uphold.com - closed
solflare distinct global solflare.com - closed
rabby distinct global rabby.io - closed
atomicwallet distinct global atomicwallet.io - closed
bitpanda distinct global bitpanda.com - closed
bitvavo distinct global bitvavo.com - closed
bitmart distinct global bitmart.com - closed
hitbtc distinct global hitbtc.com - closed
poloniex distinct global poloniex.com - closed
bittrex distinct global bittrex.com - closed
lbank distinct global lbank.com - closed
sushiswap distinct global sushi.com -
zksync distinct global zksync.io -
arbitrum distinct global arbitrum.io -
dexscreener distinct global dexscreener.com -
jupiter common global jup.ag - closed
bitbank distinct global bitbank.cc - closed
ndax distinct global ndax.io - closed
changelly distinct global changelly.com - closed
1inch distinct global 1inch.io -
ledgerlive distinct global ledger.com - closed alone
phantomwallet distinct global phantom.com - closed
krakenexchange distinct global kraken.com - closed
geminiexchange distinct global gemini.com - closed
blockchainwallet distinct global blockchain.com - closed
exoduswallet distinct global exodus.com - closed
ledgerwallet distinct global ledger.com - closed
bingx distinct global bingx.com - closed
phemex distinct global phemex.com - closed
htx short global htx.com - closed
whitebit distinct global whitebit.com - closed
coinex known global coinex.com - closed
bitrue distinct global bitrue.com - closed
coinw distinct global coinw.com - closed
bitmex distinct global bitmex.com - closed
tangem known global tangem.com - closed
keplr known global keplr.app - closed
unisat known global unisat.io - closed
tonkeeper distinct global tonkeeper.com - closed
bitkeep distinct global bitkeep.com - closed
pumpfun distinct global pump.fun - closed
looksrare distinct global looksrare.org - closed
debank distinct global debank.com -
zerion distinct global zerion.io -
pendle known global pendle.finance -
worldcoin distinct global worldcoin.org -
berachain distinct global berachain.com -
dogecoin known global dogecoin.com -
coinspot distinct global coinspot.com.au - closed
swyftx known global swyftx.com - closed
bitbuy known global bitbuy.ca - closed
wazirx distinct global wazirx.com - closed
coindcx distinct global coindcx.com - closed
btcturk distinct global btcturk.com - closed
paribu known global paribu.com - closed
luno known global luno.com - closed
gmocoin distinct global z.com - closed
coinone distinct global coinone.co.kr - closed
korbit distinct global korbit.co.kr - closed
maxexchange known global max.maicoin.com - closed
maicoin distinct global maicoin.com - closed
blockfi distinct global blockfi.com - closed
coinpayments known global coinpayments.net - closed
nicehash distinct global nicehash.com - closed
redotpay distinct global redotpay.com - closed
bestchange distinct global bestchange.com - closed
nexo short global nexo.com - closed
futunn distinct global futunn.com 富途牛牛,富途证券 closed
12306 distinct CN 12306.cn 铁路12306 closed
chinatax distinct CN chinatax.gov.cn 税务局,国家税务总局 closed
gsxt distinct CN gsxt.gov.cn - closed
miit short CN miit.gov.cn 工信部 closed
cnnic distinct CN cnnic.cn -
mohrss distinct CN mohrss.gov.cn 社保局 closed
10086 distinct CN 10086.cn 中国移动
chinamobile distinct CN 10086.cn -
10010 distinct CN 10010.com 中国联通
chinaunicom distinct CN chinaunicom.cn -
chinatelecom distinct CN chinatelecom.com.cn 中国电信
chinapost distinct CN chinapost.com.cn 中国邮政 closed
kominfo distinct ID komdigi.go.id - closed alone
komdigi distinct ID komdigi.go.id - closed alone
djp short ID pajak.go.id - closed
m-pajak distinct ID pajak.go.id - closed
djponline distinct ID pajak.go.id - closed alone
bpjs distinct ID bpjs-kesehatan.go.id -
dukcapil distinct ID kemendagri.go.id - closed alone
prakerja distinct ID prakerja.go.id - closed alone
pertamina distinct ID pertamina.com -
mypertamina distinct ID mypertamina.id -
pln short ID pln.co.id - closed
telkomsel distinct ID telkomsel.com - alone
indihome distinct ID indihome.co.id -
vneid distinct VN vneid.gov.vn - closed alone
dichvucong distinct VN dichvucong.gov.vn - closed alone
baohiemxahoi distinct VN baohiemxahoi.gov.vn - closed alone
vssid distinct VN baohiemxahoi.gov.vn - closed alone
thuedientu distinct VN thuedientu.gdt.gov.vn - closed alone
tongcucthue distinct VN gdt.gov.vn - closed alone
chinhphu distinct VN chinhphu.vn - closed
bocongan distinct VN bocongan.gov.vn - closed alone
evn short VN evn.com.vn - closed
viettel distinct VN viettel.com.vn -
vinaphone distinct VN vinaphone.com.vn -
mobifone distinct VN mobifone.vn -
vnpt distinct VN vnpt.com.vn -
irs short global irs.gov - closed
usps distinct global usps.com - closed
hmrc distinct global gov.uk - closed
dvla distinct global gov.uk - closed
mygov distinct global my.gov.au - closed
centrelink distinct global servicesaustralia.gov.au - closed
medicare common global medicare.gov - closed
sunpass distinct global sunpass.com - closed
singpass distinct global singpass.gov.sg - closed
indosat distinct ID ioh.co.id -
ameli word global ameli.fr - closed
urssaf distinct global urssaf.fr -
franceconnect distinct global franceconnect.gouv.fr - closed
doctolib distinct global doctolib.fr -
sncf distinct global sncf.com -
ouigo distinct global ouigo.com -
navigo word global iledefrance-mobilites.fr -
enedis distinct global enedis.fr -
engie distinct global engie.com -
edf short global edf.fr - closed
agenciatributaria distinct global agenciatributaria.gob.es - closed
gosuslugi distinct global gosuslugi.ru -
elster word global elster.de -
digid distinct global digid.nl - closed
mijnoverheid distinct global mijn.overheid.nl - closed
ezpass distinct global e-zpassny.com - closed
e-zpass distinct global e-zpassny.com - closed
fastrak distinct global bayareafastrak.org - closed
txdmv distinct global txdmv.gov - closed
flhsmv distinct global flhsmv.gov - closed
linkt known global linkt.com.au - closed
irctc distinct global irctc.co.in - closed
uidai distinct global uidai.gov.in - closed
pegadaian distinct global pegadaian.co.id - closed
swisscom distinct global swisscom.ch -
antai word global antai.gouv.fr - closed
eki-net distinct global eki-net.com - closed
tepco distinct global tepco.co.jp - closed
txtag distinct global txtag.org - closed
ezdrivema distinct global ezdrivema.com - closed
thetollroads distinct global thetollroads.com - closed
peachpass distinct global peachpass.com - closed
ncquickpass distinct global ncquickpass.com - closed
mygoodtogo distinct global mygoodtogo.com - closed
goodtogo word global mygoodtogo.com - closed
expresstoll distinct global expresstoll.com - closed
riverlink known global riverlink.com - closed
i-pass distinct global getipass.com - closed
getipass distinct global getipass.com - closed
illinoistollway distinct global illinoistollway.com - closed
paturnpike distinct global paturnpike.com - closed
ezpassnj distinct global ezpassnj.com - closed
ezpassny distinct global e-zpassny.com - closed
e-zpassny distinct global e-zpassny.com - closed
ezpassva distinct global ezpassva.com - closed
ezpassmd distinct global driveezmd.com - closed
driveezmd distinct global driveezmd.com - closed
ezpassoh distinct global ezpassoh.com - closed
ezpassritba distinct global ezpassritba.com - closed
ohioturnpike distinct global ohioturnpike.org - closed
ntta distinct global ntta.org - closed
tolltag distinct global ntta.org - closed
hctra distinct global hctra.org - closed
eztag distinct global hctra.org - closed
ez-tag distinct global hctra.org - closed
pikepass distinct global pikepass.com - closed
geauxpass distinct global geauxpass.com - closed
bayareafastrak distinct global bayareafastrak.org - closed
metroexpresslanes distinct global metroexpresslanes.net - closed
cfxway distinct global cfxway.com - closed
epass known global cfxway.com - closed
e-pass known global cfxway.com - closed
407etr known global 407etr.com - closed
myetoll distinct global transport.nsw.gov.au - closed
etoll known global etoll.gov.pl - closed
e-toll known global etoll.gov.pl - closed
dartcharge distinct global gov.uk - closed
sanef distinct global sanef.com - closed
bipandgo distinct global bipandgo.com - closed
telepass distinct global telepass.com - closed
semparar distinct global semparar.com.br - closed
etc-meisai distinct global etc-meisai.jp - closed
etcmeisai distinct global etc-meisai.jp - closed
hipass known global hipass.co.kr - closed
hketoll distinct global hketoll.gov.hk - closed
asfinag distinct global asfinag.at - closed
autostrade common global autostrade.it - closed
uscis distinct global uscis.gov - closed
studentaid known global studentaid.gov - closed
treasurydirect distinct global treasurydirect.gov - closed
ebtedge distinct global ebtedge.com - closed
ssa short global ssa.gov - closed
sba short global sba.gov - closed
healthcaregov distinct global healthcare.gov - closed
irsgov distinct global irs.gov - closed
tvlicensing distinct global tvlicensing.co.uk - closed
govuk distinct global gov.uk - closed
gov-uk distinct global gov.uk - closed
nhs short global nhs.uk - closed
dwp short global gov.uk - closed
ofgem distinct global ofgem.gov.uk - closed
companieshouse distinct global gov.uk - closed
eir short global eir.ie - closed
mygovid distinct global mygovid.gov.au - closed
cra-arc distinct global canada.ca - closed
cra short global canada.ca - closed
servicecanada distinct global canada.ca - closed
serviceontario distinct global ontario.ca - closed
revenuquebec distinct global revenuquebec.ca - closed
saaq distinct global saaq.gouv.qc.ca - closed
hydroquebec distinct global hydroquebec.com - closed
bchydro distinct global bchydro.com - closed
servicesaustralia distinct global servicesaustralia.gov.au - closed
ato short global ato.gov.au - closed
servicensw distinct global service.nsw.gov.au - closed
vicroads distinct global vicroads.vic.gov.au - closed
ird short global ird.govt.nz - closed
nzta distinct global nzta.govt.nz - closed
iras distinct global iras.gov.sg - closed
cpf short global cpf.gov.sg - closed
lhdn known global hasil.gov.my - closed
kwsp distinct global kwsp.gov.my - closed
myeg known global myeg.com.my - closed
jpj short global jpj.gov.my - closed
pdrm distinct global rmp.gov.my - closed
mysejahtera distinct global malaysia.gov.my - closed
philhealth distinct global philhealth.gov.ph - closed
sss short global sss.gov.ph - closed
pagibig distinct global pagibigfund.gov.ph - closed
pag-ibig distinct global pagibigfund.gov.ph - closed
dswd distinct global dswd.gov.ph - closed
kemensos distinct ID kemensos.go.id - closed
kemenkeu distinct ID kemenkeu.go.id - closed
bpjsketenagakerjaan distinct ID bpjsketenagakerjaan.go.id - closed
bpjskesehatan distinct ID bpjs-kesehatan.go.id - closed
korlantas distinct ID polri.go.id - closed
polri distinct ID polri.go.id - closed
etaxmobile distinct VN gdt.gov.vn - closed
epfo short global epfindia.gov.in -
aadhaar distinct global uidai.gov.in - closed
aadhar distinct global uidai.gov.in - closed
incometaxindia distinct global incometaxindia.gov.in - closed
incometax known global incometax.gov.in - closed
pmkisan distinct global pmkisan.gov.in - closed
pm-kisan distinct global pmkisan.gov.in - closed
parivahan distinct global parivahan.gov.in - closed
echallan distinct global parivahan.gov.in - closed
digilocker distinct global digilocker.gov.in - closed
passportindia distinct global passportindia.gov.in - closed
npci distinct global npci.org.in - closed
fastag distinct global npci.org.in - closed
lic short global licindia.in - closed
rbi short global rbi.org.in - closed
nadra distinct global nadra.gov.pk - closed
uaepass distinct global uaepass.ae - closed
dubaipolice distinct global dubaipolice.gov.ae - closed
dewa distinct global dewa.gov.ae - closed
absher distinct global absher.sa - closed
edevlet distinct global turkiye.gov.tr - closed
e-devlet distinct global turkiye.gov.tr - closed
nalog word global nalog.gov.ru - closed
mosru distinct global mos.ru - closed
emias known global emias.info - closed
rzd short global rzd.ru - closed
gazprom distinct global gazprom.ru - closed
diia distinct global diia.gov.ua - closed
epidtrymka distinct global diia.gov.ua - closed
zus short global zus.pl - closed
epuap distinct global epuap.gov.pl - closed
profilzaufany distinct global pz.gov.pl - closed
mobywatel distinct global mobywatel.gov.pl - closed
tauron distinct global tauron.pl - closed
energa distinct global energa.pl - closed
orlen distinct global orlen.pl - closed
pgnig distinct global pgnig.pl - closed
ugyfelkapu distinct global ugyfelkapu.gov.hu - closed
ghiseul distinct global ghiseul.ro - closed
anaf distinct global anaf.ro - closed
aade distinct global aade.gr - closed
bankid distinct global bankid.com - closed
skatteverket distinct global skatteverket.se - closed
skatteetaten distinct global skatteetaten.no - closed
altinn distinct global altinn.no - closed
mitid distinct global mitid.dk - closed
e-boks distinct global e-boks.dk - closed
eboks distinct global e-boks.dk - closed
borger known global borger.dk - closed
skat short global skat.dk - closed
kela known global kela.fi - closed
forsakringskassan distinct global forsakringskassan.se - closed
transportstyrelsen distinct global transportstyrelsen.se - closed
kivra distinct global kivra.com - closed
bundid distinct global bund.de - closed
bafin distinct global bafin.de - closed
arbeitsagentur distinct global arbeitsagentur.de - closed
rundfunkbeitrag distinct global rundfunkbeitrag.de - closed
schufa distinct global schufa.de - closed
bundesfinanzministerium distinct global bundesfinanzministerium.de - closed
finanzonline distinct global bmf.gv.at - closed
id-austria distinct global oesterreich.gv.at - closed
idaustria distinct global oesterreich.gv.at - closed
oebb known global oebb.at - closed
estv distinct global admin.ch - closed
sbb short global sbb.ch - closed
impots-gouv distinct global impots.gouv.fr - closed
impotsgouv distinct global impots.gouv.fr - closed
cpam short global ameli.fr - closed
caf short global caf.fr - closed
moncompteformation distinct global moncompteformation.gouv.fr - closed
amendes-gouv distinct global amendes.gouv.fr - closed
amendesgouv distinct global amendes.gouv.fr - closed
antai-gouv distinct global antai.gouv.fr - closed
antaigouv distinct global antai.gouv.fr - closed
ants-gouv distinct global ants.gouv.fr - closed
francetravail distinct global francetravail.fr - closed
france-travail distinct global francetravail.fr - closed
poleemploi distinct global francetravail.fr - closed
pole-emploi distinct global francetravail.fr - closed
critair distinct global certificat-air.gouv.fr - closed
crit-air distinct global certificat-air.gouv.fr - closed
cartevitale distinct global ameli.fr - closed
carte-vitale distinct global ameli.fr - closed
chequeenergie distinct global chequeenergie.gouv.fr - closed
cheque-energie distinct global chequeenergie.gouv.fr - closed
sncfconnect distinct global sncf-connect.com - closed
sncf-connect distinct global sncf-connect.com - closed
ratp distinct global ratp.fr - closed
totalenergies distinct global totalenergies.com - closed
itsme word global itsme-id.com - closed
minfin known global fgov.be - closed
belastingdienst distinct global belastingdienst.nl - closed
cjib distinct global cjib.nl - closed
uwv short global uwv.nl - closed
rdw short global rdw.nl - closed
mijnbelastingdienst distinct global belastingdienst.nl - closed
agenziaentrate distinct global agenziaentrate.gov.it - closed
agenzia-entrate distinct global agenziaentrate.gov.it - closed
agenziadelleentrate distinct global agenziaentrate.gov.it - closed
agenziaentrateriscossione distinct global agenziaentrateriscossione.gov.it - closed
inps known global inps.it - closed
inail distinct global inail.it - closed
spid common global spid.gov.it - closed
pagopa distinct global pagopa.gov.it - closed
trenitalia distinct global trenitalia.com - closed
dgt short global dgt.es - closed
seg-social distinct global seg-social.es - closed
seguridadsocial known global seg-social.es - closed
sepe short global sepe.es - closed
portaldasfinancas distinct global portaldasfinancas.gov.pt - closed
sns24 distinct global sns24.gov.pt - closed
edp short global edp.pt - closed
receitafederal distinct global gov.br - closed
receita-federal distinct global gov.br - closed
govbr distinct global gov.br - closed
gov-br distinct global gov.br - closed
detran distinct global gov.br - closed
inss short global gov.br - closed
meuinss distinct global gov.br - closed
fgts distinct global gov.br - closed
valoresareceber distinct global bcb.gov.br - closed
bolsafamilia distinct global gov.br - closed
bolsa-familia distinct global gov.br - closed
caixatem distinct global caixa.gov.br - closed
cemig distinct global cemig.com.br - closed
sabesp distinct global sabesp.com.br - closed
imss short global imss.gob.mx - closed
infonavit distinct global infonavit.org.mx - closed
condusef distinct global condusef.gob.mx - closed
pemex distinct global pemex.com - closed
cfe short global cfe.mx - closed
afip distinct global afip.gob.ar - closed
anses distinct global anses.gob.ar - closed
miargentina distinct global argentina.gob.ar - closed
ypf short global ypf.com - closed
simit distinct global fcm.org.co - closed
sunat distinct global sunat.gob.pe - closed
reniec distinct global reniec.gob.pe - closed
etax known global nta.go.jp - closed
e-tax known global nta.go.jp - closed
mynaportal distinct global myna.go.jp - closed
nenkin known global nenkin.go.jp - closed
kepco known global kepco.jp - closed
tokyogas distinct global tokyo-gas.co.jp - closed
tokyo-gas distinct global tokyo-gas.co.jp - closed
nhk short global nhk.or.jp - closed
jreast distinct global jreast.co.jp -
ekinet known global eki-net.com - closed
suica word global jreast.co.jp - closed
hometax distinct global hometax.go.kr - closed
nhis distinct global nhis.or.kr - closed
efine distinct global efine.go.kr - closed
gov24 distinct global gov.kr - closed
taipower distinct global taipower.com.tw - closed
mvdis distinct global mvdis.gov.tw - closed
iamsmart distinct global iamsmart.gov.hk - closed
immd distinct global immd.gov.hk - closed
octopuscards distinct global octopus.com.hk - closed
nimc distinct global nimc.gov.ng - closed
jamb short global jamb.gov.ng - closed
inec short global inecnigeria.org - closed
ecitizen known global ecitizen.go.ke - closed
sassa known global sassa.gov.za - closed
sars short global sars.gov.za - closed
eskom known global eskom.co.za - closed
britishgas distinct global britishgas.co.uk - closed
eonnext distinct global eonnext.com - closed
edfenergy distinct global edfenergy.com - closed
ovoenergy distinct global ovoenergy.com - closed
octopusenergy distinct global octopus.energy - closed
scottishpower distinct global scottishpower.co.uk - closed
thameswater distinct global thameswater.co.uk - closed
vattenfall known global vattenfall.com - closed
eneco known global eneco.nl - closed
essent known global essent.nl - closed
enel known global enel.it - closed
enelenergia distinct global enel.it - closed
iberdrola known global iberdrola.es - closed
repsol known global repsol.com - closed
petronas known global petronas.com - closed
renfe distinct global renfe.com - closed
thetrainline distinct global thetrainline.com - closed
trainline known global thetrainline.com - closed
csgt short VN csgt.bocongan.gov.vn - closed
hoadondientu word VN hoadondientu.gdt.gov.vn - closed
google distinct global google.com 谷歌
gmail distinct global gmail.com - closed
googlemail distinct global google.com - closed
youtube distinct global youtube.com -
microsoft distinct global microsoft.com 微软
outlook word global outlook.com -
hotmail distinct global outlook.com - closed
office365 distinct global office.com - alone
microsoft365 distinct global microsoft.com -
microsoftonline distinct global microsoft.com - closed
onedrive distinct global onedrive.com - closed alone
sharepoint distinct global sharepoint.com -
msteams distinct global microsoft.com - closed
azure common global azure.com -
linkedin distinct global linkedin.com 领英
github word global github.com -
gitlab word global gitlab.com -
apple word global apple.com 苹果
icloud distinct global icloud.com - closed
appleid distinct global apple.com - closed alone
itunes distinct global apple.com - closed
appstore distinct global apple.com -
facetime distinct global apple.com - closed
yahoo distinct global yahoo.com -
aol short global aol.com -
protonmail distinct global proton.me - closed
zoho distinct global zoho.com -
foxmail distinct CN foxmail.com -
netease distinct global 163.com 网易
mailru distinct global mail.ru -
yandex distinct global yandex.com -
dropbox distinct global dropbox.com - alone
docusign distinct global docusign.com - closed alone
adobe distinct global adobe.com - alone
wetransfer distinct global wetransfer.com - closed
facebook distinct global facebook.com 脸书
instagram distinct global instagram.com -
whatsapp distinct global whatsapp.com -
telegram word global telegram.org 电报 alone
twitter distinct global x.com -
tiktok distinct global tiktok.com -
snapchat distinct global snapchat.com -
discord word global discord.com -
messenger common global messenger.com -
netflix distinct global netflix.com 网飞 closed
spotify distinct global spotify.com -
disneyplus distinct global disneyplus.com - closed
primevideo distinct global primevideo.com - closed
twitch word global twitch.tv -
steam word global steampowered.com 蒸汽平台
steamcommunity distinct global steamcommunity.com - closed
steampowered distinct global steampowered.com - closed
roblox distinct global roblox.com - closed
epicgames distinct global epicgames.com - closed
playstation distinct global playstation.com -
xbox distinct global xbox.com -
nintendo distinct global nintendo.com -
blizzard word global blizzard.com -
riotgames distinct global riotgames.com -
minecraft word global minecraft.net -
garena distinct global garena.com - closed
openai distinct global openai.com -
chatgpt distinct global chatgpt.com -
deepseek distinct global deepseek.com 深度求索
zoom common global zoom.us -
slack common global slack.com -
godaddy distinct global godaddy.com -
namecheap distinct global namecheap.com -
cloudflare word global cloudflare.com -
wordpress word global wordpress.com -
shopify word global shopify.com -
intuit distinct global intuit.com -
turbotax distinct global intuit.com - closed
quickbooks distinct global intuit.com - closed
mcafee distinct global mcafee.com -
lastpass distinct global lastpass.com - closed
bitwarden distinct global bitwarden.com -
1password distinct global 1password.com -
okta distinct global okta.com -
verizon distinct global verizon.com - closed
tmobile distinct global t-mobile.com -
t-mobile distinct global t-mobile.com -
att common global att.com -
vodafone distinct global vodafone.com -
telstra distinct global telstra.com.au - closed
xfinity known global xfinity.com - closed
comcast distinct global comcast.com - closed
huawei distinct global huawei.com 华为
xiaomi distinct global xiaomi.com 小米
samsung distinct global samsung.com 三星
lenovo distinct global lenovo.com 联想
oppo distinct global oppo.com -
vivo common global vivo.com -
wechat distinct global wechat.com 微信
weixin distinct global weixin.qq.com -
wechatpay distinct global pay.weixin.qq.com 微信支付 closed
tencent distinct global tencent.com 腾讯
qq short CN qq.com QQ空间,QQ邮箱
qzone common CN qq.com -
tenpay distinct CN tenpay.com 财付通 closed
baidu distinct global baidu.com 百度
weibo distinct CN weibo.com 微博
douyin distinct CN douyin.com 抖音
kuaishou distinct CN kuaishou.com 快手
xiaohongshu distinct CN xiaohongshu.com 小红书
bilibili distinct global bilibili.com 哔哩哔哩
dingtalk distinct global dingtalk.com 钉钉
feishu distinct CN feishu.cn 飞书
zhihu distinct CN zhihu.com 知乎
douban distinct CN douban.com 豆瓣
iqiyi distinct CN iqiyi.com 爱奇艺
youku distinct CN youku.com 优酷
aliyun distinct CN aliyun.com 阿里云
alibabacloud distinct global alibabacloud.com -
sogou distinct CN sogou.com 搜狗
ximalaya distinct CN ximalaya.com 喜马拉雅
zalo distinct VN zalo.me -
coccoc distinct VN coccoc.com -
kakaotalk distinct global kakao.com -
kakao distinct global kakao.com -
naver distinct global naver.com - alone
line common global line.me -
viber distinct global viber.com -
mihoyo distinct global mihoyo.com 米哈游
163 short global 163.com -
126 short global 126.com -
discordapp distinct global discord.com - closed
sbcglobal distinct global att.com - closed
bellsouth distinct global att.com - closed
ionos distinct global ionos.com - closed
ovhcloud distinct global ovhcloud.com -
bouyguestelecom distinct global bouyguestelecom.fr - closed
sfr short global sfr.fr -
bluewin distinct global bluewin.ch -
telekom word global telekom.de -
movistar distinct global movistar.es -
vodacom distinct global vodacom.co.za -
optus distinct global optus.com.au -
telcel distinct global telcel.com - closed
nttdocomo distinct global nttdocomo.co.jp - closed alone
docomo distinct global docomo.ne.jp - alone
softbank distinct global softbank.jp -
rogers common global rogers.com -
hulu distinct global hulu.com - closed
disney word global disney.com -
canalplus distinct global canalplus.com - closed
onlyfans distinct global onlyfans.com - closed
reddit distinct global reddit.com -
pinterest distinct global pinterest.com -
tinder common global tinder.com -
duolingo distinct global duolingo.com -
capcut distinct global capcut.com -
fortnite distinct global fortnite.com - closed
pubg distinct global pubg.com - closed
pubgmobile distinct global pubgmobile.com - closed
freefire distinct global ff.garena.com - closed
mobilelegends distinct global mobilelegends.com -
codashop distinct global codashop.com - closed
midasbuy distinct global midasbuy.com - closed
faceit word global faceit.com -
rockstargames distinct global rockstargames.com -
bet365 distinct global bet365.com - closed
skype distinct global skype.com -
tutanota distinct global tutanota.com -
hostinger distinct global hostinger.com -
bluehost distinct global bluehost.com -
gandi word global gandi.net -
cpanel word global cpanel.net -
norton common global norton.com -
kaspersky distinct global kaspersky.com -
gmx short global gmx.net -
webde distinct global web.de -
mailchimp distinct global mailchimp.com -
hubspot distinct global hubspot.com -
trustpilot distinct global trustpilot.com -
midjourney distinct global midjourney.com -
perplexity word global perplexity.ai -
claude common global claude.ai -
biglobe distinct global biglobe.ne.jp - alone
googletagmanager distinct global googletagmanager.com - closed
googleusercontent distinct global googleusercontent.com - closed
googlesyndication distinct global googlesyndication.com - closed
googleanalytics distinct global google-analytics.com - closed
google-analytics distinct global google-analytics.com - closed
googleplay distinct global play.google.com - closed alone
vkontakte known global vk.com -
odnoklassniki known global ok.ru -
megafon known global megafon.ru -
beeline common global beeline.ru -
mts short global mts.ru - closed
rostelecom distinct global rt.ru - closed
kyivstar distinct global kyivstar.ua -
lifecell known global lifecell.ua -
turkcell distinct global turkcell.com.tr -
turktelekom distinct global turktelekom.com.tr -
telia known global telia.se -
telenor distinct global telenor.com -
proximus known global proximus.be -
telenet known global telenet.be -
kpn short global kpn.com - closed
ziggo distinct global ziggo.nl -
odido distinct global odido.nl -
windtre distinct global windtre.it -
fastweb known global fastweb.it -
tiscali known global tiscali.it -
masmovil distinct global masmovil.es -
yoigo distinct global yoigo.com -
telmex distinct global telmex.com -
videotron distinct global videotron.com -
telus distinct global telus.com -
giffgaff distinct global giffgaff.com -
virginmedia distinct global virginmedia.com -
talktalk known global talktalk.co.uk -
btinternet known global btinternet.com - closed
sosh short global sosh.fr - closed
freemobile distinct global free.fr - closed
free-mobile distinct global free.fr - closed
1und1 distinct global 1und1.de -
congstar distinct global congstar.de -
singtel distinct global singtel.com -
starhub distinct global starhub.com -
celcomdigi distinct global celcomdigi.com -
pldt distinct global pldthome.com -
dtac distinct global dtac.co.th -
smartfren distinct ID smartfren.com -
xlaxiata distinct ID xlaxiata.co.id -
airtel distinct global airtel.in -
jio short global jio.com - closed
bsnl distinct global bsnl.co.in -
etisalat distinct global etisalat.ae -
zain known global zain.com -
safaricom distinct global safaricom.co.ke - closed
telkom known global telkom.co.za -
cellc known global cellc.co.za -
kddi distinct global kddi.com -
ymobile distinct global ymobile.jp -
uqmobile distinct global uqwimax.jp -
sktelecom distinct global sktelecom.com -
lguplus distinct global lguplus.com -
hinet known global hinet.net -
taiwanmobile distinct global taiwanmobile.com -
fetnet distinct global fetnet.net -
smartone known global smartone.com -
centurylink distinct global centurylink.com -
mintmobile distinct global mintmobile.com -
cricketwireless distinct global cricketwireless.com -
telefonica known global telefonica.com -
rackspace distinct global rackspace.com -
zimbra distinct global zimbra.com -
roundcube distinct global roundcube.net -
fastmail known global fastmail.com -
valorant distinct global playvalorant.com -
leagueoflegends distinct global leagueoflegends.com -
genshinimpact known global hoyoverse.com -
hoyoverse distinct global hoyoverse.com -
supercell known global supercell.com -
brawlstars distinct global supercell.com -
clashofclans distinct global supercell.com -
ubisoft distinct global ubisoft.com -
skinport distinct global skinport.com -
dmarket known global dmarket.com -
bitskins distinct global bitskins.com -
salesforce known global salesforce.com -
servicenow known global servicenow.com -
atlassian known global atlassian.com -
canva distinct global canva.com -
figma known global figma.com -
trello known global trello.com -
webex distinct global webex.com -
teamviewer distinct global teamviewer.com -
todesk distinct global todesk.com -
anydesk distinct global anydesk.com -
sendgrid distinct global sendgrid.com -
twilio known global twilio.com -
squarespace distinct global squarespace.com -
paylocity distinct global paylocity.com -
onelogin distinct global onelogin.com -
bitdefender common global bitdefender.com -
malwarebytes distinct global malwarebytes.com -
crunchyroll distinct global crunchyroll.com -
hbomax distinct global hbomax.com -
paramountplus distinct global paramountplus.com -
peacocktv distinct global peacocktv.com -
dazn distinct global dazn.com -
anthropic known global anthropic.com -
bumble common global bumble.com -
badoo known global badoo.com -
threads common global threads.net -
wangzherongyao distinct CN pvp.qq.com 王者荣耀 closed
hepingjingying distinct CN gp.qq.com 和平精英 closed
chuanyuehuoxian distinct CN cf.qq.com 穿越火线 closed
yingxionglianmeng distinct CN lol.qq.com 英雄联盟 closed
sanjiaozhouxingdong distinct CN df.qq.com 三角洲行动 closed
jinchanchan distinct CN jcc.qq.com 金铲铲之战 closed
dixiachengyuyongshi distinct CN dnf.qq.com 地下城与勇士 closed
menghuanxiyou distinct CN xyq.163.com 梦幻西游 closed
diwurenge distinct CN id5.163.com 第五人格 closed
danzaipaidui distinct CN party.163.com 蛋仔派对 closed
yinyangshi distinct CN yys.163.com 阴阳师 closed
nishuihan distinct CN n.163.com 逆水寒 closed
wodeshijie word CN mc.163.com 我的世界
yuanshen word CN ys.mihoyo.com 原神
honorofkings distinct global honorofkings.com -
terabox distinct global terabox.com -
quora word global quora.com -
tumblr distinct global tumblr.com -
hotstar distinct global hotstar.com -
udemy distinct global udemy.com -
autodesk distinct global autodesk.com -
hetzner distinct global hetzner.com -
digitalocean distinct global digitalocean.com -
zendesk distinct global zendesk.com -
clubhouse common global clubhouse.com -
taptap word CN taptap.cn -
escapefromtarkov distinct global escapefromtarkov.com -
nexon word global nexon.com -
huya word CN huya.com 虎牙直播
funpay distinct global funpay.com - closed
bluesky common global bsky.app -
tesla common global tesla.com -
taobao distinct CN taobao.com 淘宝 closed
tmall distinct global tmall.com 天猫 closed
alipay distinct global alipay.com 支付宝 closed
alibaba distinct global alibaba.com 阿里巴巴
1688 short CN 1688.com -
aliexpress distinct global aliexpress.com 速卖通
xianyu distinct CN goofish.com 闲鱼 closed
jingdong distinct CN jd.com 京东 closed
jd short global jd.com -
jdpay distinct CN jdpay.com -
pinduoduo distinct CN pinduoduo.com 拼多多 closed
suning distinct CN suning.com 苏宁
vipshop distinct CN vipshop.com 唯品会 closed
meituan distinct CN meituan.com 美团
dianping distinct CN dianping.com 大众点评 closed
eleme distinct CN ele.me 饿了么
didi word CN didiglobal.com 滴滴
ctrip distinct global ctrip.com 携程
qunar distinct CN qunar.com 去哪儿 closed
fliggy distinct CN fliggy.com 飞猪 closed
dangdang distinct CN dangdang.com 当当
dewu distinct CN dewu.com 得物 closed
amazon word global amazon.com 亚马逊
ebay distinct global ebay.com -
walmart distinct global walmart.com 沃尔玛 closed
bestbuy distinct global bestbuy.com - closed
costco distinct global costco.com - closed
target common global target.com -
etsy distinct global etsy.com - closed
shein distinct global shein.com 希音 closed
temu distinct global temu.com - closed
mercadolibre distinct global mercadolibre.com - closed
mercadolivre distinct global mercadolivre.com.br - closed
zalando distinct global zalando.de -
ikea distinct global ikea.com 宜家
nike word global nike.com 耐克
adidas distinct global adidas.com -
uniqlo distinct global uniqlo.com 优衣库
decathlon distinct global decathlon.com -
starbucks distinct global starbucks.com 星巴克
mcdonalds distinct global mcdonalds.com 麦当劳
lazada distinct global lazada.com - closed
shopee distinct global shopee.com 虾皮 closed
tokopedia distinct ID tokopedia.com - closed alone
bukalapak distinct ID bukalapak.com - closed alone
blibli distinct ID blibli.com -
tiki common VN tiki.vn -
sendo common VN sendo.vn -
chotot distinct VN chotot.com -
thegioididong distinct VN thegioididong.com -
dienmayxanh distinct VN dienmayxanh.com -
fptshop distinct VN fptshop.com.vn -
flipkart distinct global flipkart.com - closed
rakuten distinct global rakuten.co.jp 乐天 alone
coupang distinct global coupang.com - closed
pchome distinct global pchome.com.tw -
booking common global booking.com 缤客
airbnb distinct global airbnb.com 爱彼迎
expedia distinct global expedia.com -
agoda distinct global agoda.com -
tripadvisor distinct global tripadvisor.com -
traveloka distinct ID traveloka.com - closed alone
uber word global uber.com -
grab common global grab.com -
gojek distinct ID gojek.com -
doordash distinct global doordash.com -
vietjetair distinct VN vietjetair.com - closed alone
vietnamairlines distinct VN vietnamairlines.com - closed alone
emirates common global emirates.com -
qatarairways distinct global qatarairways.com -
singaporeair distinct global singaporeair.com -
carousell distinct global carousell.sg - closed
ticketmaster distinct global ticketmaster.com - closed
zhifubao distinct CN alipay.com - closed
tianmao distinct CN tmall.com - closed
gongshangyinhang distinct CN icbc.com.cn - closed
jiansheyinhang distinct CN ccb.com - closed
nongyeyinhang distinct CN abchina.com - closed
zhongguoyinhang distinct CN boc.cn - closed
zhaoshangyinhang distinct CN cmbchina.com - closed
youzhengyinhang distinct CN psbc.com - closed
shunfeng distinct CN sf-express.com - closed
yuantong distinct CN yto.net.cn -
zhongtong distinct CN zto.com -
shuiwuju distinct CN chinatax.gov.cn - closed
weipinhui distinct CN vipshop.com - closed
xiecheng distinct CN ctrip.com -
tengxun distinct CN tencent.com - closed
yunshanfu distinct CN unionpay.com - closed
allegro word global allegro.pl - closed
allegrolokalnie distinct global allegrolokalnie.pl - closed
olx short global olx.com -
vinted distinct global vinted.com - closed
leboncoin distinct global leboncoin.fr - closed
kleinanzeigen word global kleinanzeigen.de -
wallapop distinct global wallapop.com - closed
autoscout24 distinct global autoscout24.com -
marktplaats distinct global marktplaats.nl -
subito common global subito.it -
gumtree distinct global gumtree.com -
fiverr distinct global fiverr.com -
upwork distinct global upwork.com -
blablacar distinct global blablacar.com - closed
deliveroo distinct global deliveroo.com - closed
ubereats distinct global ubereats.com -
justeat distinct global just-eat.com -
fnac distinct global fnac.com -
darty distinct global darty.com -
cdiscount distinct global cdiscount.com - closed
carrefour word global carrefour.com -
intermarche distinct global intermarche.com -
leroymerlin distinct global leroymerlin.fr -
sephora distinct global sephora.com -
lidl distinct global lidl.com - closed
aldi distinct global aldi.de - closed
mediamarkt distinct global mediamarkt.de -
magalu distinct global magazineluiza.com.br - closed
mercari distinct global mercari.com - closed alone
stubhub distinct global stubhub.com -
ryanair distinct global ryanair.com -
easyjet distinct global easyjet.com -
lufthansa distinct global lufthansa.com -
airfrance distinct global airfrance.com -
zara word global zara.com -
skechers distinct global skechers.com -
asics distinct global asics.com -
lululemon distinct global lululemon.com -
newbalance distinct global newbalance.com -
louisvuitton distinct global louisvuitton.com -
birkenstock distinct global birkenstock.com -
primark distinct global primark.com -
homedepot distinct global homedepot.com -
wayfair distinct global wayfair.com -
allegro-lokalnie distinct global allegrolokalnie.pl - closed
yodobashi distinct global yodobashi.com - closed
biccamera distinct global biccamera.com - closed
square-enix distinct global square-enix.com -
magazineluiza distinct global magazineluiza.com.br - closed
casasbahia distinct global casasbahia.com.br -
casas-bahia distinct global casasbahia.com.br -
americanas word global americanas.com.br -
pontofrio distinct global pontofrio.com.br -
kabum distinct global kabum.com.br -
havan known global havan.com.br -
netshoes known global netshoes.com.br -
riachuelo known global riachuelo.com.br -
enjoei distinct global enjoei.com.br -
ifood distinct global ifood.com.br -
mercado-livre distinct global mercadolivre.com.br -
mercado-libre distinct global mercadolibre.com -
coppel known global coppel.com -
elektra word global elektra.mx -
oxxo distinct global oxxo.com -
bodegaaurrera distinct global bodegaaurrera.com.mx -
falabella known global falabella.com -
rappi known global rappi.com -
avito distinct global avito.ru - closed
ozon word global ozon.ru -
wildberries distinct global wildberries.ru -
youla distinct global youla.ru - closed
cian short global cian.ru -
lamoda known global lamoda.ru -
mvideo known global mvideo.ru -
aeroflot known global aeroflot.ru -
kufar known global kufar.by - closed
rozetka known global rozetka.com.ua -
trendyol distinct global trendyol.com -
hepsiburada distinct global hepsiburada.com -
sahibinden distinct global sahibinden.com - closed
letgo known global letgo.com -
pttavm distinct global pttavm.com - closed
getir known global getir.com -
turkishairlines distinct global turkishairlines.com -
otomoto distinct global otomoto.pl -
biedronka word global biedronka.pl -
mediaexpert known global mediaexpert.pl -
bazos known global bazos.cz -
alza known global alza.cz -
jofogas distinct global jofogas.hu - closed
emag short global emag.ro -
skroutz distinct global skroutz.gr -
kupujemprodajem distinct global kupujemprodajem.com - closed
tradera known global tradera.com -
blocket known global blocket.se -
kaufland known global kaufland.de -
rossmann known global rossmann.de -
rewe known global rewe.de -
edeka known global edeka.de -
check24 distinct global check24.de -
ebaykleinanzeigen distinct global kleinanzeigen.de -
ebay-kleinanzeigen distinct global kleinanzeigen.de -
mobile-de known global mobile.de -
deutschebahn distinct global bahn.de -
deutsche-bahn distinct global bahn.de -
willhaben distinct global willhaben.at - closed
ricardo common global ricardo.ch -
tutti common global tutti.ch -
digitec known global digitec.ch -
migros known global migros.ch -
auchan known global auchan.fr -
leclerc known global e.leclerc -
veepee known global veepee.fr -
2dehands distinct global 2dehands.be - closed
coolblue known global coolblue.nl -
albertheijn distinct global ah.nl -
esselunga known global esselunga.it -
conad known global conad.it -
unieuro known global unieuro.it -
mercadona known global mercadona.es -
elcorteingles distinct global elcorteingles.es -
milanuncios distinct global milanuncios.com - closed
vueling known global vueling.com -
iberia common global iberia.com -
worten known global worten.pt -
tesco known global tesco.com -
asda known global asda.com -
sainsburys distinct global sainsburys.co.uk -
johnlewis distinct global johnlewis.com -
currys known global currys.co.uk -
rightmove known global rightmove.co.uk -
britishairways distinct global britishairways.com -
woolworths known global woolworths.com.au -
bunnings known global bunnings.com.au -
jbhifi distinct global jbhifi.com.au -
qantas distinct global qantas.com -
trademe distinct global trademe.co.nz -
canadiantire known global canadiantire.ca -
takealot distinct global takealot.com -
jumia common global jumia.com -
konga known global konga.com -
daraz distinct global daraz.pk -
meesho known global meesho.com -
myntra known global myntra.com -
snapdeal distinct global snapdeal.com -
jiomart distinct global jiomart.com -
zomato common global zomato.com -
swiggy distinct global swiggy.com -
makemytrip distinct global makemytrip.com -
foodpanda distinct global foodpanda.com -
fairprice known global fairprice.com.sg -
hktvmall distinct global hktvmall.com -
cathaypacific distinct global cathaypacific.com -
momoshop known global momoshop.com.tw -
ruten known global ruten.com.tw -
gmarket known global gmarket.co.kr -
daangn known global daangn.com - closed
bunjang known global bunjang.co.kr - closed
joongna known global joongna.com - closed
zozotown distinct global zozo.jp -
nitori known global nitori-net.jp -
bachhoaxanh distinct VN bachhoaxanh.com -
lowes known global lowes.com -
samsclub distinct global samsclub.com -
macys distinct global macys.com -
kohls distinct global kohls.com -
nordstrom known global nordstrom.com -
kroger known global kroger.com -
walgreens distinct global walgreens.com -
cvs short global cvs.com -
poshmark distinct global poshmark.com -
offerup distinct global offerup.com - closed
craigslist distinct global craigslist.org - closed
zillow distinct global zillow.com -
marriott known global marriott.com -
hilton common global hilton.com -
vrbo distinct global vrbo.com -
skyscanner distinct global skyscanner.net -
trivago distinct global trivago.com -
klook distinct global klook.com -
hostelworld known global hostelworld.com -
etihad known global etihad.com -
avianca known global avianca.com -
aeromexico known global aeromexico.com -
volaris known global volaris.com -
latamairlines distinct global latamairlines.com -
geeksquad distinct global geeksquad.com - closed
hellofresh distinct global hellofresh.com -
hisense distinct global hisense.com 海信
haier word global haier.com 海尔
newegg distinct global newegg.com -
divar word global divar.ir -
bankbca known ID bca.co.id - closed
bcabank known ID bca.co.id - closed
bankbri known ID bri.co.id - closed
bribank known ID bri.co.id - closed
bsibank known ID bankbsi.co.id - closed
bankbni known ID bni.co.id - closed
bnibank known ID bni.co.id - closed
bankvcb known VN vietcombank.com.vn - closed
vcbbank known VN vietcombank.com.vn - closed
bankacb known VN acb.com.vn - closed
acbbank known VN acb.com.vn - closed
bankvib known VN vib.com.vn - closed
vibbank known VN vib.com.vn - closed
bankshb known VN shb.com.vn - closed
shbbank known VN shb.com.vn - closed
bankocb known VN ocb.com.vn - closed
ocbbank known VN ocb.com.vn - closed
bankscb known VN scb.com.vn - closed
scbbank known VN scb.com.vn - closed
bankjne known ID jne.co.id -
jnebank known ID jne.co.id -
bankjnt known ID jet.co.id -
jntbank known ID jet.co.id -
bankpln known ID pln.co.id - closed
plnbank known ID pln.co.id - closed
bankevn known VN evn.com.vn - closed
evnbank known VN evn.com.vn - closed
115 short CN 115.com -
123pan known CN 123pan.com -
24h short VN 24h.com.vn -
36kr known CN 36kr.com -
51cto known global 51cto.com -
5eplay known CN 5eplay.com -
9gag known global 9gag.com -
abema known global abema.tv -
acfun known CN acfun.cn -
afdian known global afdian.com -
airasia known global airasia.com -
airtable known global airtable.com -
alfamart known ID alfamart.co.id -
alimama known CN alimama.com -
aliyundrive known CN aliyundrive.com -
alodokter known ID alodokter.com -
amap known CN amap.com -
autonavi known CN autonavi.com -
antgroup known CN antgroup.com -
artstation known global artstation.com -
arxiv known global arxiv.org -
audiomack known global audiomack.com -
autohome known CN autohome.com.cn -
aws short global aws.com -
bandcamp known global bandcamp.com -
baomoi known VN baomoi.com -
batdongsan known VN batdongsan.com.vn -
bbc common global bbc.com -
be common VN be.com.vn -
beacons common global beacons.ai -
behance known global behance.net -
bigo common global bigo.tv -
bing common global bing.com -
bitbucket known global bitbucket.org -
bitchute known global bitchute.com -
bloomberg common global bloomberg.com -
bolt common global bolt.eu -
bosszhipin known CN bosszhipin.com -
box common global box.com -
buymeacoffee known global buymeacoffee.com -
bytedance known global bytedance.com -
caixin known CN caixin.com -
calendly known global calendly.com -
carrd known global carrd.co -
cctv known CN cctv.com -
cellphones common VN cellphones.com.vn -
central common global central.co.th -
chinaz known global chinaz.com -
cls short CN cls.cn -
cnb short global cnb.cool -
cnblogs known CN cnblogs.com -
cnn common global cnn.com -
cnnindonesia known ID cnnindonesia.com -
coolapk known global coolapk.com -
coub known global coub.com -
cowtransfer known CN cowtransfer.com -
coze common CN coze.cn -
csdn known global csdn.net -
ctfile known CN ctfile.com -
curseforge known global curseforge.com -
dailymotion known global dailymotion.com -
damai known CN damai.cn -
dantri known VN dantri.com.vn -
dcard known global dcard.tw -
dedao known CN dedao.cn -
deezer known global deezer.com -
detik known ID detik.com -
deviantart known global deviantart.com -
disqus known global disqus.com -
360doc known global 360doc.cn -
doi common global doi.org -
doku common ID doku.com -
dongchedi known CN dongchedi.com -
doubao known CN doubao.com -
douyu known CN douyu.com -
dreamina known CN dreamina.com -
duitang known CN duitang.com -
dxy short CN dxy.cn -
ecny known CN ecny.cn -
etao known CN etao.com -
ettoday known global ettoday.net -
eventbrite known global eventbrite.com -
evernote known global evernote.com -
fandom common global fandom.com -
fanqienovel known CN fanqienovel.com -
flickr common global flickr.com -
flightradar24 known global flightradar24.com -
flip common ID flip.id -
flowus known CN flowus.cn -
fptplay known VN fptplay.vn -
gaoding known CN gaoding.com -
gcores known global gcores.com -
giphy known global giphy.com -
gitcode known global gitcode.com -
gitee known global gitee.com -
glints common global glints.com -
gofundme known global gofundme.com -
gog short global gog.com -
gome known CN gome.com.cn -
goodreads known global goodreads.com -
gotocompany known ID gotocompany.com -
gramedia known ID gramedia.com -
theguardian known global theguardian.com -
guazi known CN guazi.com -
guokr known CN guokr.com -
halodoc known ID halodoc.com -
haodf known CN haodf.com -
hasaki known VN hasaki.vn -
hellobike known CN hellobike.com -
here common global here.com -
hk01 known global hk01.com -
honor common global honor.com -
hoyolab known global hoyolab.com -
huaban known CN huaban.com -
huggingface known global huggingface.co -
huoshan known CN huoshan.com -
hupu known CN hupu.com -
huxiu known CN huxiu.com -
hypergryph known CN hypergryph.com -
idntimes known ID idntimes.com -
ifeng known CN ifeng.com -
imdb known global imdb.com -
imgur known global imgur.com -
imooc known CN imooc.com -
indrive known global indrive.com -
infoq known global infoq.cn -
itch common global itch.io -
ithome known CN ithome.com -
jago common ID jago.com -
jianshu known CN jianshu.com -
jiemian known CN jiemian.com -
jike known CN jike.city -
jinshuju known CN jinshuju.net -
jkopay known global jkopay.com -
jobstreet known global jobstreet.com -
joox known global joox.com -
juejin known CN juejin.cn -
juhuasuan known CN juhuasuan.com -
kai common ID kai.id -
kaola known CN kaola.com -
kaskus known ID kaskus.co.id -
kdocs known global kdocs.cn -
kenh14 known VN kenh14.vn -
kick common global kick.com -
kickstarter common global kickstarter.com -
kimi common global kimi.com -
kitabisa known ID kitabisa.com -
kkday known global kkday.com -
klikindomaret known ID klikindomaret.com -
kompas common ID kompas.com -
kuaidi100 known CN kuaidi100.com -
kugou known CN kugou.com -
kumparan known ID kumparan.com -
kurogames known CN kurogames.com -
kuwo known CN kuwo.cn -
lanzou known CN lanzou.com -
ld246 known global ld246.com -
letv known CN letv.com -
letterboxd known global letterboxd.com -
liepin known CN liepin.com -
lihkg known global lihkg.com -
likee known global likee.video -
lionair known ID lionair.co.id -
liputan6 known ID liputan6.com -
liulishuo known CN liulishuo.com -
lizhi known CN lizhi.fm -
lofter common CN lofter.com -
loom common global loom.com -
ltn short global ltn.com.tw -
luckincoffee known CN luckincoffee.com -
lyft common global lyft.com -
mafengwo known CN mafengwo.cn -
maimai known CN maimai.cn -
maoyan known CN maoyan.com -
mastergo known CN mastergo.com -
mastodon common global mastodon.social -
maxstream known ID maxstream.tv -
maya common global maya.ph -
mcmod known global mcmod.cn -
medal common global medal.tv -
mediafire known global mediafire.com -
medium common global medium.com -
meetup known global meetup.com -
mega common global mega.nz -
meipai known CN meipai.com -
meitu known CN meitu.com -
meizu known CN meizu.com -
melon common global melon.com -
midtrans known ID midtrans.com -
mikecrm known CN mikecrm.com -
minimax common CN minimax.io -
miro common global miro.com -
misa common VN misa.vn -
mixcloud common global mixcloud.com -
miyoushe known CN miyoushe.com -
modao known CN modao.cc -
moegirl known CN moegirl.org.cn -
mogujie known CN mogujie.com -
mtime known CN mtime.com -
mytour known VN mytour.vn -
neteasegames known CN neteasegames.com -
newgrounds known global newgrounds.com -
nga common CN nga.cn -
nhaccuatui known VN nhaccuatui.com -
nodeseek known global nodeseek.com -
notion common global notion.so -
nowcoder known global nowcoder.com -
nytimes known global nytimes.com -
octopus common global octopus.com.hk -
odesli known global odesli.co -
odysee known global odysee.com -
okezone known ID okezone.com -
openrice known global openrice.com -
openstreetmap common global openstreetmap.org -
oschina known global oschina.net -
patreon known global patreon.com -
pcloud known global pcloud.com -
pearvideo known CN pearvideo.com -
pegipegi known ID pegipegi.com -
pipixia known CN pipixia.com -
pixiv known global pixiv.net -
plurk common global plurk.com -
pocket common global pocket.co -
pptv known CN pptv.com -
processon known CN processon.com -
pupumall known CN pupumall.com -
pypi known global pypi.org -
qcc short global qcc.com -
qianwen known CN qianwen.com -
qidian known CN qidian.com -
qingting known CN qingting.fm -
quark common CN quark.cn -
rctiplus known ID rctiplus.com -
redbus known global redbus.id -
reuters common global reuters.com -
ruangguru known ID ruangguru.com -
rumble common global rumble.com -
rutube known global rutube.ru -
saweria known ID saweria.co -
sea common global sea.com -
segmentfault known global segmentfault.com -
shanbay known CN shanbay.com -
shimo known global shimo.im -
shopback known global shopback.sg -
shopeefood known global shopeefood.vn -
showstart known CN showstart.com -
shuqi known CN shuqi.com -
signal common global signal.org -
sina common CN sina.com.cn -
skland known global skland.com -
smzdm known global smzdm.com -
360 short CN 360.cn -
sociolla known ID sociolla.com -
sohu known CN sohu.com -
soundcloud common global soundcloud.com -
sspai known global sspai.com -
stackoverflow known global stackoverflow.com -
strava known global strava.com -
streamable known global streamable.com -
substack known global substack.com -
surveymonkey known global surveymonkey.com -
t3go known CN t3go.cn -
taopiaopiao known CN taopiaopiao.com -
tapd known CN tapd.cn -
teambition known CN teambition.com -
ted common global ted.com -
tempo common ID tempo.co -
tenor common global tenor.com -
thanhnien known VN thanhnien.vn -
thepaper known CN thepaper.cn -
tianya known CN tianya.cn -
tianyancha known global tianyancha.com -
tidal common global tidal.com -
tiket known ID tiket.com -
tinhte known VN tinhte.vn -
tongcheng known CN tongcheng.com -
topcv known VN topcv.vn -
toutiao known CN toutiao.com -
trae known global trae.ai -
trakteer common ID trakteer.id -
ttpod known CN ttpod.com -
tuniu known CN tuniu.com -
tuoitre known VN tuoitre.vn -
tver known global tver.jp -
twitcasting known global twitcasting.tv -
typeform known global typeform.com -
udn common global udn.com -
uisdc known global uisdc.com -
v2ex known CN v2ex.com -
variflight known CN variflight.com -
vexere known VN vexere.com -
vidio known ID vidio.com -
vieon known VN vieon.vn -
vietnamnet known VN vietnamnet.vn -
vietnamworks known VN vietnamworks.com -
vietqr known VN vietqr.net -
viglink known global viglink.com -
vimeo known global vimeo.com -
vinfast known VN vinfast.vn -
viu short global viu.com -
vk common global vk.com -
vnexpress known VN vnexpress.net -
vocus known global vocus.cc -
volcengine known CN volcengine.com -
voz common VN voz.vn -
vtv short VN vtv.vn -
wandoujia known CN wandoujia.com -
waze common global waze.com -
wecom known CN wecom.work -
weidian known CN weidian.com -
weiyun known CN weiyun.com -
wenshushu known CN wenshushu.cn -
wetv known global wetv.vip -
what3words known global what3words.com -
wikipedia common global wikipedia.org -
wjx short CN wjx.cn -
wolai known CN wolai.com -
wps short global wps.cn -
xanhsm known VN xanhsm.com -
xendit known global xendit.co -
xiachufang known CN xiachufang.com -
xiami known CN xiami.com -
xiaoheihe known CN xiaoheihe.cn -
xinpianchang known CN xinpianchang.com -
xl common ID xl.co.id -
xueersi known CN xueersi.com -
xueqiu known CN xueqiu.com -
xuetangx known CN xuetangx.com -
xunlei known CN xunlei.com -
yelp common global yelp.com -
yiche known CN yiche.com -
yonghui known CN yonghui.cn -
youdao known CN youdao.com -
youzan known CN youzan.com -
yuque known global yuque.com -
zalora known global zalora.co.id -
zcool known CN zcool.com.cn -
zhuanzhuan known CN zhuanzhuan.com -
zingmp3 known VN zingmp3.vn -
znews known VN znews.vn -
ziroom known CN ziroom.com -
zsxq known CN zsxq.com -
`;
