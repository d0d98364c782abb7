/** Domains that the rules would tell and that are whose they say, each below its source. Written by `test/generators/imitation.ts`; do not edit it by hand. */
export const DOMAINS = String.raw`
@ src/apps/data, each app with its own evidence
10010.com 10086.cn 12306.cn 95516.com abchina.com abchina.com.cn agoda.com airbnb.com alibaba-inc.com alibaba.com
alibabacloud.com alibabagroup.com aliexpress.com alipan.com alipay.cn alipay.com alipayplus.com aliyun.com
aliyuncs.com apple.co baidu.com bankmandiri.co.id bankofchina.com bestbuy.com bidv.com.vn bilibili.com bilibili.tv
blibli.com bukalapak.com cainiao.com carousell.com chatgpt.com chinaunicom.cn chinaunionpay.com chotot.com
cmbchina.com coccoc.com costco.com coupang.com ctrip.cn ctrip.com dangdang.com deepseek.com dewu.com dianping.com
dienmayxanh.com dingtalk.com dingtalkapps.com discord.gift disneyplus.com douban.com douban.fm douyin.com
dropbox.com eastmoney.com ebay.com ebay.to epicgames.com etsy.com etsy.me expedia.com facebook.com facebook.net
feishu.cn feizhu.com fliggy.com flipkart.com foxmail.com fptshop.com.vn garena.com gcash.com ghtk.vn
giaohangtietkiem.vn gmail.com gojek.com gojek.link google.cat google.cd google.cf google.cm google.com google.fm
google.ga google.gg google.gl google.ht google.im google.is google.la google.me google.ml google.mn google.mu
google.nu google.sc google.sh google.so google.st google.tm google.to google.ws gopay.co.id gopay.com huawei.com
huggingface.co icbc.com icbc.com.cn icloud.com ikea.com indihome.co.id instagram.com iqiyi.com itunes.com jdpay.com
jtexpress.com.cn jtexpress.my jtexpress.ph jtexpress.vn kakao.com klikbca.com kuaishou.com kuaishouapp.com
lazada.com lenovo.com linkaja.id linkedin.com maybank.com mbbank.com.vn meituan.com mercadolibre.com microsoft.com
microsoft365.com mihoyo.com mobifone.vn modao.cc napas.com.vn naver.com naver.me netease.com netflix.com
nintendo.com odesli.co office365.com onedrive.com openai.com oppo.com paypal.com paypal.me paypay-bank.co.jp
pcloud.link pinduoduo.com playstation.com posindonesia.co.id primevideo.com qunar.com rakuten.com revolut.com
revolut.me roblox.com saweria.co seabank.co.id seabank.ph servicewechat.com sf-express.cn sf-express.com
sharepoint.com shein.com shopee.com shopee.io shopeepay.co.id shopeepay.co.th shopeepay.com.my shopeepay.vn
sicepat.com singpost.com snapchat.com sogou.com spotify.com spotify.link steam-chat.com steamcommunity.com
steampowered.com suning.cn suning.com taobao.com techcombank.com techcombank.com.vn telegra.ph telegram.me
telkomsel.com temu.com temu.la temu.to tencent-cloud.com tencent.com tencentcs.com tenpay.com terabox.app
thegioididong.com tiktok.com tiktokv.com tmall.com tmall.hk tokopedia.com tokopedia.link traveloka.com
tripadvisor.com twitter.com uber.com unionpay.com vcbdigibank.com.vn venmo.com viber.com vietcombank.com.vn
vietinbank.vn vietjetair.com vietnamairlines.com viettel.com.vn viettel.vn viettelmoney.vn viettelpay.vn
viettelpost.com.vn viettelpost.vn vinaphone.com.vn vipshop.com vnpay.vn vnpost.vn vnpt.com.vn vnpt.vn vocus.cc
vpbank.com.vn walmart.com walmrt.us wechat.com wechatpay.cn wechatpay.com wecom.work weibo.cn weibo.com
wetransfer.com wetv.vip whatsapp.com whatsapp.net xbox.com xendit.co xianyu.com xiaohongshu.com xiaomi.com
ximalaya.com yahoo.com yahoo.net yandex.com youku.com youtube-nocookie.com youtube.com youtube.googleapis.com
zalo.me zaloapp.com zaloapp.com.vn zalopay.com.vn zalopay.vn zhihu.com
@ v2fly/domain-list-community data/abema @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
abema-tv.com
@ v2fly/domain-list-community data/adidas @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
adidas-archive.org adidas-group.ca adidas-group.com adidas.co adidas.com adidasadmin.com shopadidas.ca
shopadidas.com
@ v2fly/domain-list-community data/adobe @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
adobe-aemassets-value.com adobe-audience-finder.com adobe-video-partner-finder.com adobe.com adobe.io adobe.ly
adobeexchange.com adobelogin.com
@ v2fly/domain-list-community data/agilebits @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
1password.co 1password.com 1password.community 1password.io 1passwordservices.com
@ v2fly/domain-list-community data/airbnb @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
airbnb.cat airbnb.is airbnb.la airbnb.me airbnb.org airbnb.tools airbnb.travel
@ v2fly/domain-list-community data/alibaba @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
alibabacorp.com aliexpress-media.com alipay-eco.com alipay.com.cn alipay.hk fliggy.hk taobao.net taobao.org tmall.ru
@ v2fly/domain-list-community data/alibabacloud @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
alibabacloud.co.in alibabacloud.com.au alibabacloud.com.hk alibabacloud.com.my alibabacloud.com.sg
alibabacloud.com.tw
@ v2fly/domain-list-community data/aliyun @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
aliyun-inc.com aliyun-iot-share.com
@ v2fly/domain-list-community data/amazon @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
amazon-jp-recruiting.com amazon.dev amazon.red
@ v2fly/domain-list-community data/apple @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
app-store.wang appl-e.com apple-appstore.cn apple-hk.com apple-online.com apple-pay.com apple-pay.rs apple-pay.wang
apple-store.cn apple-store.net apple-store.wang apple-usa.net apple.cm apple.com.de apple.me apple.xyz
appleaccount.net applecom.com appleid-applemx.com appleid-applemx.us appleid-iclou.com appleid-uk.us appleid.berlin
appleid.com appleid.hamburg applewallet.com applewallet.tv facetime.net find-apple.com services-apple.net
wwwapple.com wwwapple.net xn--gtvz22d.wang
@ v2fly/domain-list-community data/baidu @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
baidu-cdn.cn baidu-cdn.com baidu-cdn.net baidu.cn baidu.com.cn baiduapp.com
@ v2fly/domain-list-community data/bestbuy @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
bestbuy-audio.com bestbuy-communityrelations.com bestbuy-giftcard.info bestbuy-int.com bestbuy-jobs.com bestbuy.info
bestbuybusiness.com bestbuyrewards.com bestbuyus.com
@ v2fly/domain-list-community data/bilibili @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
bilibili.cc bilibili.cn bilibili.net bilibilipay.cn bilibilipay.com
@ v2fly/domain-list-community data/binance @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
binance.cc binance.charity binance.cloud binance.co binance.com binance.info binance.me binance.net binance.org
binance.vision
@ v2fly/domain-list-community data/bing @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
microsoft-give.com office365tw.com
@ v2fly/domain-list-community data/bitflyer @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
bitflyer.com
@ v2fly/domain-list-community data/bitwarden @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
bitwarden.com bitwarden.net
@ v2fly/domain-list-community data/boc @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
bank-of-china.com
@ v2fly/domain-list-community data/bybit @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
bybit-exchange.github.io bybit-global.com bybit.biz bybit.cloud bybit.com bybitglobal.com
@ v2fly/domain-list-community data/cainiao @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
cainiao-inc.com cainiao.com.cn
@ v2fly/domain-list-community data/chinamobile @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
chinamobile.com chinamobileltd.com
@ v2fly/domain-list-community data/chinapost @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
chinapost-life.com chinapost.cn chinapost.com.cn psbc.com
@ v2fly/domain-list-community data/chinatelecom @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
chinatelecom-h.com chinatelecom.com.cn chinatelecomglobal.com chinatelecomhk.com
@ v2fly/domain-list-community data/chinaunicom @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
10010.com.cn chinaunicom.com chinaunicom.com.cn chinaunicom.com.hk chinaunicomglobal.com
@ v2fly/domain-list-community data/citic @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
citicbank.com
@ v2fly/domain-list-community data/cloudflare @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
cloudflare-terms-of-service-abuse.com cloudflare.dev cloudflaresupport.com
@ v2fly/domain-list-community data/cloudflare-cn @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
cloudflare-cn.com cloudflarecn.net
@ v2fly/domain-list-community data/cmb @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
cmbchina.biz cmbchina.cn
@ v2fly/domain-list-community data/cnblogs @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
cnblogs.vip
@ v2fly/domain-list-community data/connectivity-check @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
oppomobile.com
@ v2fly/domain-list-community data/costco @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
costco-static.com costcobusinessdelivery.com
@ v2fly/domain-list-community data/ctrip @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
c-ctrip.com ctrip.co.id ctrip.co.kr ctrip.co.th ctrip.com.hk ctrip.my ctrip.sg ctripteam.com
@ v2fly/domain-list-community data/dcard @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
dcard.cc dcard.link
@ v2fly/domain-list-community data/deppon @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
deppon.com deppon.com.cn
@ v2fly/domain-list-community data/deribit @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
deribit.com
@ v2fly/domain-list-community data/dewu @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
dewu-inc.com dewu-inner.com dewu-inner.net dewu.co dewu.net dewuapp.cn dewumall.com dewuyouhui.cn dewuyouhui.com
@ v2fly/domain-list-community data/dingtalk @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
dingtalk.cn dingtalk.net dingtalkcloud.com
@ v2fly/domain-list-community data/discord @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
discord.co discord.dev discord.gifts discord.store
@ v2fly/domain-list-community data/disney @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
disney-plus.net
@ v2fly/domain-list-community data/douyin @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
douyinpay.com open-douyin.com
@ v2fly/domain-list-community data/dropbox @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
dropbox-dns.com dropbox.tech dropboxbusiness.com dropboxmail.com getdropbox.com
@ v2fly/domain-list-community data/ebay @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
ebay-25-assets.s3-us-west-1.amazonaws.com ebay-authenticate.net ebay-course.com ebay-cz.com ebay-delivery.com
ebay-discoveries.com ebay-fashion.com ebay-inc.com ebay-inc.net ebay-inc.org ebay-online.com ebay-sales.com
ebay-stories.com ebay-us.com ebay-vacation.com ebay.mn ebay.org ebay25.com ebay68.com ebayads.com ebayads.net
ebayadvertising.cn ebayadvertising.com ebayauthenticate.com.cn ebaybank.com ebayca.com ebayca.org ebaycareers.com
ebaychina.net ebaycom.com ebayde.com ebayexpress.sg ebayglobalshipping.com ebaygroup.com ebayinc.com ebayinc.net
ebayinc.org ebayit.com ebaymall.com ebaynow.com ebayshop.com ebaystore.com ebaytrading.com ebayvietnam.net
watch-ebay.org wwwebay.com wwwebay.net
@ v2fly/domain-list-community data/eleme @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
eleme.cn eleme.io
@ v2fly/domain-list-community data/epicgames @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
epicgames.dev
@ v2fly/domain-list-community data/ethereum @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
etherscan.io
@ v2fly/domain-list-community data/everbright @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
cebbank.com
@ v2fly/domain-list-community data/facebook @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
china-facebook.com face-book.com facebo-ok.com facebook-corp.com facebook-covid-19.com facebook-ebook.com
facebook-forum.com facebook-hardware.com facebook-inc.com facebook-newsroom.com facebook-newsroom.org
facebook-pmdcenter.com facebook-pmdcenter.net facebook-pmdcenter.org facebook-privacy.com facebook-program.com
facebook-studio.com facebook-support.org facebook-texas-holdem.com facebook-texas-holdem.net facebook.cc
facebook.design facebook.org facebook.shop facebook.tv facebook.wang facebook123.org facebook30.com facebook30.net
facebook30.org facebookads.com facebookcareer.com facebookcom.com facebookemail.com facebookexchange.com
facebookexchange.net facebookhome.cc facebookhome.com facebookhome.info facebookinc.com facebooklive.com
facebooklogin.com facebooklogin.info facebookloginhelp.net facebookmail.com facebookmail.tv facebookmobile.com
facebookpay.com facebookportal.com facebooksecurity.net facebookshop.com facebooksite.net freefacebook.com
freefacebook.net mobilefacebook.com shopfacebook.com supportfacebook.com thefacebook.com thefacebook.net
www-facebook.com wwwfacebook.com
@ v2fly/domain-list-community data/facebook-dev @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
facebookappcenter.info facebookappcenter.net facebookappcenter.org facebookconnect.com
@ v2fly/domain-list-community data/feishu @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
fei-shu.cn feishu-3rd-party-services.com feishu-boe.net feishu-customer.cn feishu-pre.cn feishu-pre.net
feishu-psc.cn feishu-staging.cn feishu.net feishuapp-cdn.net feishuapp.cn feishuapp.com getfeishu.cn getfeishu.com
securityfeishu.cn
@ v2fly/domain-list-community data/garena @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
garena.live garena.tv garenanow.com
@ v2fly/domain-list-community data/gateio @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
gateio.live gateio.services
@ v2fly/domain-list-community data/github @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
github-cloud.s3.amazonaws.com github-production-user-asset-6210df.s3.amazonaws.com github.dev githubsupport.com
@ v2fly/domain-list-community data/godaddy @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
godaddy.com godaddy.net
@ v2fly/domain-list-community data/google @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
googl.com google-access.net google-analytics-cn.com google-analytics.com google-syndication.com google.berlin
google.co google.dev google.ms google.net google.org google.ventures google.vg googleads-cn.com googleads.com
googleapps-cn.com googleapps.com googlecnapps.cn googlemail.com googleplus.com googlestore.com
@ v2fly/domain-list-community data/greatfire @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
freewechat.com freeweibo.com freezhihu.org
@ v2fly/domain-list-community data/hsbc @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
hsbc-alternatives.de hsbc-transactionservices.de hsbc-zertifikate.de hsbc.com hsbc.net hsbcnet.com
@ v2fly/domain-list-community data/huaweicloud @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
huaweicloud-dns.cn huaweicloud-dns.com huaweicloud-dns.net huaweicloud-dns.org huaweicloud-idme.cn
huaweicloud-idme.com huaweicloud-koophone.cn huaweicloud-koophone.com huaweicloud-smn.cn huaweicloud-smn.com
huaweicloud-smn.net huaweicloud.cn huaweicloud.com huaweicloudlive.com huaweicloudsite.cn huaweicloudsite.com
@ v2fly/domain-list-community data/huobi @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
huobi.com huobi.me huobi.pro huobi.sc huobiasia.vip huobigroup.com
@ v2fly/domain-list-community data/ibkr @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
interactivebrokers.com
@ v2fly/domain-list-community data/icbc @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
icbc-at.com icbc-cz.com icbc-ltd.com icbc-uk.com icbc-us.com icbc.ae icbc.be icbc.co.id icbc.co.jp icbc.co.kr
icbc.co.nl icbc.com.au icbc.com.es icbc.com.kh icbc.com.kw icbc.com.la icbc.com.mm icbc.com.mo icbc.com.mx
icbc.com.pe icbc.com.pk icbc.com.qa icbc.com.sg icbc.com.vn icbc.de icbc.eu icbc.lu icbcasia.com icbccs.com.cn
icbcindia.com icbcit.com icbcmy.com
@ v2fly/domain-list-community data/icloud @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
apple-icloud.cn applemx-icloud.com icloud-apple.cn icloud-content.com icloud-content.com.cn icloud-isupport.com
icloud-sandbox.com icloud.is icloud.om icloud.org icloudads.net icloudhome.com icloudmail.net icloudnet.net
icloudpay.net icloudsecure.net ios-icloud.com wwwicloud.com
@ v2fly/domain-list-community data/ikea @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
ikea.co.ca ikea.co.de ikea.co.pl ikea.com.de ikea.com.ru ikea.is ikea.net ikea.om
@ v2fly/domain-list-community data/instagram @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
achat-followers-instagram.com acheter-followers-instagram.com instagram-brand.com instagram-engineering.com
instagram-help.com instagram-press.com instagram-press.net instagramcn.com instagramlogin.com instgram.com
online-instagram.com onlineinstagram.com web-instagram.net wwwinstagram.com
@ v2fly/domain-list-community data/intuit @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
intuit-gopayment.com intuit.com intuitpayments.com quickbooks.com quickbooks2000.com quickbooksonline.com
turbotax.com
@ v2fly/domain-list-community data/itunes @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
apple-itunes.cn itunes-apple.cn itunes-radio.net itunes.co itunes.org itunes.rio ituneslogin.net itunesstore.co
wwwitunes.com
@ v2fly/domain-list-community data/jd @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
jd-app.com jingdong.com
@ v2fly/domain-list-community data/jtexpress @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
jtexpress.cn jtexpress.com jtexpress.top
@ v2fly/domain-list-community data/kakao @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
kakao.vc kakaobank.com kakaobank.io kakaocloud.com kakaocorp.com kakaoinvestment.com kakaopay.com
@ v2fly/domain-list-community data/kuaishou @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
kuaishou.cn kuaishouapps.com kuaishoupay.com
@ v2fly/domain-list-community data/kucoin @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
kucoin.com kucoin.plus
@ v2fly/domain-list-community data/kurogames @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
kurogame.com kurogame.net kurogame.xyz
@ v2fly/domain-list-community data/lastpass @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
lastpass.com
@ v2fly/domain-list-community data/lenovo @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
lenovo.net lenovocare.com.cn lenovomobile.com lenovovip.com.cn
@ v2fly/domain-list-community data/localbitcoins @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
localbitcoins.com
@ v2fly/domain-list-community data/mailru-group @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
smailru.net vmailru.net
@ v2fly/domain-list-community data/mastercard @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
mastercard-email.com mastercard.com mastercard.inc mastercard.om mastercardcenter.com mastercardcenter.org
mastercardconnect.com mastercardservices.com
@ v2fly/domain-list-community data/mcdonalds @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
mcdonalds-online.com mcdonalds.com mcdonaldsapps.com
@ v2fly/domain-list-community data/meituan @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
meituan.net neixin.cn
@ v2fly/domain-list-community data/microsoft @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
hotmail.co hotmail.com hotmail.net hotmail.org microsoft-falcon.io microsoft-int.com microsoft-ppe.com
microsoft-sap-events.com microsoft-sbs-domains.com microsoft-smb.cn microsoft.cat microsoft.io microsoft.is
microsoft.net microsoft.red microsoft.tv microsoftads.com microsoftadvertising.com microsoftapp.net
microsoftcloud.com microsoftonline-i.cn microsoftonline-m-i.cn microsoftonline-m.cn microsoftonline-p-i.cn
microsoftonline-p-i.net.cn microsoftonline-p.cn microsoftonline-p.com microsoftonline-p.net.cn microsoftonline.com
microsoftstore.com microsoftstore.com.cn microsoftstore.com.hk office365-net.cn s-microsoft.com sharepointonline.com
@ v2fly/domain-list-community data/mihoyo-cn @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
mihoyogift.com mihoyomall.com
@ v2fly/domain-list-community data/mojang @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
minecraft-services.net
@ v2fly/domain-list-community data/naver @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
naver.net naverads.com navercorp.com
@ v2fly/domain-list-community data/netease @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
netease-inc.com netease.im
@ v2fly/domain-list-community data/netflix @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
netflix.net
@ v2fly/domain-list-community data/nike @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
nike-org.com nike-uk.com nike-us.com nike-usa.com nike.host nike.shop nikefind.com
@ v2fly/domain-list-community data/nintendo @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
nintendo-europe-sales.com nintendo-europe.com nintendo.net nintendostore.com
@ v2fly/domain-list-community data/okx @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
okex.com
@ v2fly/domain-list-community data/onedrive @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
onedrive.co onedrive.net onedrive.org
@ v2fly/domain-list-community data/onekey @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
onekey-asset.com onekey.so onekeycn.com
@ v2fly/domain-list-community data/openai @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
production-openaicom-storage.azureedge.net
@ v2fly/domain-list-community data/oppo @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
oppo.mobi oppodigital.com oppodigital.com.cn oppomobile.cn oppopay.com opposhop.cn shopoppo.cn shopoppo.com.cn
@ v2fly/domain-list-community data/paypal @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
accountpaypal.com accountpaypal.net accountpaypal.org devtools-paypal.com paypal-apac.com paypal-apps.com
paypal-biz.com paypal-brandcentral.com paypal-business.com paypal-business.net paypal-business.org
paypal-cardcash.com paypal-cash.com paypal-center.com paypal-center.info paypal-center.net paypal-center.org
paypal-communication.com paypal-communications.com paypal-communications.net paypal-community.com
paypal-community.net paypal-comunidad.com paypal-corp.com paypal-database.com paypal-database.us
paypal-donations.com paypal-dynamic.com paypal-engineering.com paypal-europe.com paypal-excelinvoicing.com
paypal-exchanges.com paypal-forward.com paypal-galactic.com paypal-gift.com paypal-gifts.com paypal-gpplus.com
paypal-here.com paypal-hrsystem.com paypal-innovationlab.com paypal-integration.com paypal-japan.com
paypal-knowledge.com paypal-labs.com paypal-latam.com paypal-learning.com paypal-luxury.com paypal-mainstreet.net
paypal-marketing.com paypal-media.com paypal-merchantloyalty.com paypal-mobilemoney.com paypal-network.org
paypal-notice.com paypal-notify.com paypal-online.info paypal-online.net paypal-online.org paypal-optimizer.com
paypal-pages.com paypal-photocard.com paypal-plaza.com paypal-portal.com paypal-prepagata.com paypal-prepagata.net
paypal-prepaid.com paypal-profile.com paypal-proserv.com paypal-qrshopping.org paypal-recargacelular.com
paypal-redeem.com paypal-referral.com paypal-retail.com paypal-scoop.com paypal-search.com paypal-service.org
paypal-special.com paypal-specialoffers.com paypal-sptam.com paypal-status.com paypal-support.com paypal-survey.com
paypal-survey.org paypal-team.com paypal-viewpoints.net paypal.info paypal.so paypalcorp.com paypalcredit.com
paypalcreditcard.com paypalinc.com paypalindia.com paypalnet.net paypalnet.org paypalonline.net paypalonline.org
paypalservice.com securepaypal.info venmo-touch.com venmo.info venmo.net venmo.org venmo.s3.amazonaws.com
www-paypal.info www-paypal.us
@ v2fly/domain-list-community data/pchome @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
pchomeonline.com.tw pchomepay.com.tw
@ v2fly/domain-list-community data/pinduoduo @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
pinduoduo.net
@ v2fly/domain-list-community data/pingan @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
pingan.com pingan.com.cn pingan.com.hk
@ v2fly/domain-list-community data/pixiv @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
pixiv.help pixiv.me
@ v2fly/domain-list-community data/playstation @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
playstation.net
@ v2fly/domain-list-community data/primevideo @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
prime-video.com primevideo.cc primevideo.info primevideo.org primevideo.tv
@ v2fly/domain-list-community data/protonmail @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
protonmail.com
@ v2fly/domain-list-community data/qcloud @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
igtm-meeting-tencent.com oracle-tencent.cn oracle-tencent.com oracle-tencent.com.cn oracle-tencent.net
oracle-tencent.net.cn tencent-cloud.net tencentapps.com tencentcloud-aiot.com tencentcs.cn tencentid.com
tencentidentity.com
@ v2fly/domain-list-community data/qihoo360 @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
360daikuan.com 360safe.com
@ v2fly/domain-list-community data/rakuten @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
rakuten-static.com rakuten.tv rakutenadvertising.com rakutengiftcards.ca
@ v2fly/domain-list-community data/riot @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
riot-games.com riotgames.com riotgames.info riotgames.net riotgames.tv
@ v2fly/domain-list-community data/roblox @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
ro-blox.com roblox-load-generator-configuration.s3.us-east-2.amazonaws.com roblox.cc roblox.net roblox.org roblox.tv
@ v2fly/domain-list-community data/safepal @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
isafepal.com safepal.com
@ v2fly/domain-list-community data/samsung @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
samsung.com samsungads.com samsungapps.com samsungcloud.com samsungcloudcn.com
@ v2fly/domain-list-community data/sber @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
bps-sberbank.by sber-bank.by sberbank-insurance.ru sberbank-tele.com sberbank.com
@ v2fly/domain-list-community data/schwab @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
schwab.com
@ v2fly/domain-list-community data/shopee @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
shopeemobile.com
@ v2fly/domain-list-community data/shopify @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
shopify.dev
@ v2fly/domain-list-community data/sina @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
weibo.com.cn weibopay.com
@ v2fly/domain-list-community data/sogou @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
sogou-inc.com sogou-op.org sogou.cn sogou.com.cn sogou.net
@ v2fly/domain-list-community data/spotify @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
spotify-everywhere.com spotify.design spotify.map.fastlylb.net spotifyjobs.com
@ v2fly/domain-list-community data/squareup @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
squareup.com
@ v2fly/domain-list-community data/ssrcloud @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
airport-gov-cn.com cnix-gov-cn.com
@ v2fly/domain-list-community data/stackexchange @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
stackoverflow.co stackoverflow.help
@ v2fly/domain-list-community data/standardchartered @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
standardchartered.com
@ v2fly/domain-list-community data/starbucks @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
starbucks-stars.com starbucks.com starbuckscard.ph
@ v2fly/domain-list-community data/steam @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
comcast.net
@ v2fly/domain-list-community data/steamunlocked @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
steamunlocked.net
@ v2fly/domain-list-community data/suning @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
suningcloud.com
@ v2fly/domain-list-community data/tbank-ru @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
cdn-tinkoff.ru tinkoff-edu.ru tinkoff-group.com tinkoff.ai tinkoffmobile.com
@ v2fly/domain-list-community data/telegram @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
telegram.space
@ v2fly/domain-list-community data/tencent @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
foxmail.com.cn iot-tencent.com qzone.com tencent.cn tencent.co.id tencent.com.cn tencent.com.hk tencent.net
tencent.net.cn weixin.com
@ v2fly/domain-list-community data/tencent-dev @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
tencent-cloud.cn tencent.design tencentcloud.com
@ v2fly/domain-list-community data/tencent-games @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
tencent-gcloud.com
@ v2fly/domain-list-community data/tiktok @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
tiktok-minis.com tiktok-row.net tiktokeu-cdn.com tiktokv.eu tiktokv.us tiktokw.eu tiktokw.us
@ v2fly/domain-list-community data/trustwallet @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
trustwallet.com
@ v2fly/domain-list-community data/twitter @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
ads-twitter.com twitter.biz twitterinc.com
@ v2fly/domain-list-community data/uber @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
uber-assets.com
@ v2fly/domain-list-community data/unionpay @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
95516.net chinaunionpay.com.cn chinaunionpay.net unionpay.net unionpaysecure.com
@ v2fly/domain-list-community data/verizon @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
static-verizon.com verizon.com verizon.net
@ v2fly/domain-list-community data/viber @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
viber.co viber.me
@ v2fly/domain-list-community data/vodafone @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
vodafone.com
@ v2fly/domain-list-community data/volcengine @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
douyincloud.net douyincloud.run
@ v2fly/domain-list-community data/walmart @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
wal-mart.com walmart-content.com walmart.pharmacy
@ v2fly/domain-list-community data/whatsapp @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
whatsapp-plus.info whatsapp-plus.me whatsapp-plus.net whatsapp.cc whatsapp.info whatsapp.org whatsapp.tv
@ v2fly/domain-list-community data/wise @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
transferwise.com
@ v2fly/domain-list-community data/xbox @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
xbox.co xbox.org xbox360.co xbox360.com xbox360.eu xbox360.org xboxlive.cn xboxlive.com xboxservices.com
@ v2fly/domain-list-community data/xiaomi @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
xiaomi.net xiaomiinc.cn xiaomiinc.com xiaomiinc.com.cn xiaomiinc.net xiaomimobile.com
@ v2fly/domain-list-community data/yahoo @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
yahoo-news.com.hk yahoo.cat yahoo.cd yahoo.cm yahoo.fm yahoo.gg yahoo.gl yahoo.im yahoo.is yahoo.la yahoo.me
yahoo.nu yahoo.sh yahoo.so yahoo.st yahoo.tk yahoo.tm yahoo.vg yahoo.ws
@ v2fly/domain-list-community data/yandex @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
support-uber.com yandex-bank.net yandex-metrica.ru yandex-net.ru yandex-team.ru yandex.aero yandex.asia yandex.cloud
yandex.com.ru yandex.jobs yandex.mobi yandex.net yandex.org yandex.st yandex.sx yandex.tm yandexcom.net yandexgo.com
@ v2fly/domain-list-community data/youku @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
youku.tv
@ v2fly/domain-list-community data/youtube @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
youtube.cat youtube.co youtube.is youtube.la youtube.ly youtube.me youtube.mn youtube.soy youtube.tv youtubego.co.id
youtubego.co.in youtubego.com youtubego.com.br youtubego.id youtubego.in youtubei.googleapis.com
@ v2fly/domain-list-community data/yundaex @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
yundaex.cn yundaex.com
@ v2fly/domain-list-community data/zaobao @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
zaobao.com zaobao.com.sg
@ v2fly/domain-list-community data/zoho @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
zoho.com
@ apple/password-manager-resources quirks/shared-credentials.json @ 96cbab74681dcc296cae6fb205c4b047bc026c22 (2026-08-22)
eventbrite.co mercadolivre.com
@ 2factorauth/twofactorauth entries @ f3ac2ab71c6fe4857a4ad1ef039d2a4eaf1a342c (2026-08-04)
afterpay.com americanexpress.com bankofamerica.com barclaysus.com bitfinex.com bitget.com bithumb.com bitstamp.net
capitalone.com cibc.com citibank.com citibankonline.com coinbase.com coincheck.com coingecko.com coinmarketcap.com
comcast.com desjardins.com deutsche-bank.de docusign.com docusign.net doordash.com ebay-kleinanzeigen.de etoro.com
fedex.com icbc.com.ar icicibank.com intesasanpaolo.com klarna.com lloydsbank.com mcafee.com metamask.io
metrobankonline.co.uk mexc.com monzo.com mygovid.ie namecheap.com natwest.com okta.com onlinesbi.com opensea.io
payoneer.com paytm.com postnord.com rbcroyalbank.com remitano.com remitly.com scotiabank.com skrill.com t-mobile.com
telstra.com thebay.com ticketmaster.com truist.com usbank.com usps.com wellsfargo.com westernunion.com xfinity.com
ymobile.jp zalando.com
@ mozilla-services/shavar-prod-lists disconnect-entitylist.json @ baff03fbfb14fed743ea1a5e05fcd9399bb66784 (2026-07-14)
aliexpress-service.com aliexpress-tech-open.com baidu.com.hk baidu.hk baidu.jp baidu.net.au comcastadvertising.com
google-melange.com google.ac google.tk kakao.ai kakaocloud-kr-gov.com klarnaservices.com lazada-seller.cn
lazadapay.co.id lazadapay.co.th lazadapay.com.my lazadapay.com.ph lazadapay.sg magiceden.dev magiceden.io
mastercard.me mastercardpaymentservices.com mcafeesecure.com microsoft.org microsoftonline-p.net microsoftstore.ca
paypal-australia.com.au paypal-business.co.uk paypal-business.com.au paypal-businesscenter.com paypal-danmark.dk
paypal-deutschland.de paypal-donations.co.uk paypal-experience.com paypal-globalshops.com paypal-information.com
paypal-knowledge-test.com paypal-marketing.ca paypal-marketing.co.uk paypal-marketing.pl paypal-mena.com
paypal-mktg.com paypal-nakit.com paypal-norge.no paypal-partners.com paypal-passport.com paypal-promo.es
paypal-sverige.se paypal-turkiye.com paypal-workplace.com paypal.biz paypal.co rakuten-bank.co.jp rakuten-card.co.jp
rakuten-insurance.co.jp rakuten-life.co.jp rakuten-life.net rakuten-sec.co.jp rakuten.net rakutentrade.my
sharepoint-df.com taobao.global taobao.hk taobao.tw venmo-experience.com zalo.ai zalo.careers zalo.cloud zalo.vn
@ third-party-web 0.30.0 dist/entities-nostats.json
payments-amazon.com
@ delta94/vietnam libs/@vietnam/banks/src/banks.ts @ 50ba96ee964082584452bfd679c288ca8aa2f6a3
abbank.vn agribank.com.vn eximbank.com.vn hdbank.com.vn lienvietpostbank.com.vn namabank.com.vn pvcombank.com.vn
sacombank.com.vn seabank.com.vn vietbank.com.vn
@ MetaMask/eth-phishing-detect src/config.json, whitelist, as in npm eth-phishing-detect 1.2.0
etherscan.com huobipro.com ledgerwallet.com myetherwallet.com openei.org opensea.institute uniswap.eth
uniswap.exchange uniswap.info uniswap.io uniswap.ninja uniswap.org uniswap.vision
@ MISP/misp-warninglists lists/bank-website/list.json @ 84f0610aaf3b32159285c9b85510d0f415ea6b27 (2026-08-20)
abnamro.com agri-bank.com axisbank.com bancolombia.com bangkokbank.com bankofchina.com.tr bankwest-sd.com
barclays.com bnpparibas.com bnpparibas.net cebbank.com.hk commerzbank.com credit-agricole.com credit-agricole.fr
deutsche-bank.es hdfcbank.com hsbcgroup.com icbc.com.tr kasikornbank.com krungthai.com muamalat.com.my
natwestgroup.com natwestinternational.com nordea.com rabobank.com santander.com smbcgroup.com societegenerale.com
spdb.com.cn unicreditbanking.eu unicreditgroup.de unicreditgroup.eu
@ v2fly/domain-list-community data/category-ai-cn @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
linka2a.net
@ v2fly/domain-list-community data/category-bank-cn @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
bankcomm.cn bankcomm.com bankofbeijing.com.cn cgbchina.com.cn cmbc.com.cn suningbank.com webank.com
@ v2fly/domain-list-community data/category-bank-ru @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
deutsche-bank.ru
@ v2fly/domain-list-community data/category-cryptocurrency @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
aave.com dydx.exchange mexc.co polymarket.com trezor.io
@ v2fly/domain-list-community data/category-doh @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
xbox-dns.ru
@ v2fly/domain-list-community data/category-entertainment @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
yande.re
@ v2fly/domain-list-community data/category-media-cn @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
pchome.net
@ v2fly/domain-list-community data/category-travel-ir @ c975ccef9c19f005a3bfa7a33255d1b406deea64 (2026-08-19)
alibaba.ir
@ sublime-security/static-files tranco_top_50k.csv @ eb76f5269e9646116a20527c94397b494ad39232 (2026-08-21)
9minecraft.net adblock-for-youtube.com adobe-addons.com adobe-campaign.com adobe.net adobeconnect.com agibank.com.br
agoda.net airable.io airbnb.net amazon-ads-attestation.com anpost.com api-yandex.net aramex.com baidu-itm.com
baidu.com.eg baiduads.com bancsabadell.com bankbsi.co.id bankinter.com bbva.com bitget.cloud bpost.cloud
bradescoprime.com.br bscscan.com canadapost-postescanada.ca chinhphu.vn cnnic.cn coinbase-corp.com
comcastbusiness.net correios.com.br decathlon.com decathlon.net defibit.io dfinity.network evri.com expedia-aarp.com
expediagroup.com filedownload-csw-lenovo.com flipkart.net gateio.ws huaweicloud-dns.ru hubstack.net indodax.com
indrive.dev kbstar.com klarna.net lalamove.com laposte.net linkedin-ei.com mcafee.net microsoft-falcon.net
moai-prod-samsung.com moneygram.com msg-csw-lenovo.com mygovid.gov.az mypertamina.id netease-gsrouter.com
nintendo-master.com ocbc.com okta-emea.com okta-gov.com onlinesbi.sbi oppofind.com otsuka-office365.jp
pancakeswap.finance paytmbank.com pertamina.com pestpac.com phonepe.com qatarairways.com rakutenadvertising.io
rarible.com raydium.io remitly.io royalmail.com samsung-dict.com samsung-gamelauncher.com samsung-news.com
samsung-sm-ds.com samsung.net samsungcloud.tv samsungfind.com samsungmembers.com samsungmobile.com samsungpay.com
santanderbank.com sberbank-ast.ru sberbank-service.ru schwab.tech sharepoint-mil.us sheincorp.cn shinhan.com
shinhancard.com shopeepay.com.br shopeepay.sg singaporeair.com smbc-card.com smbc-comics.com sogou-pdf.com
sogou-wallpaper.com spotify.dev spotify.net steamgifts.com storage-yahoo.jp tdbank.com telstra.net
tencent-cloud-gslb.com tiktok-minis.us tiktok-row.org tiktokglobalshop.com tiktokshop.com tmobile.com
tokopedia-static.net tokopedia.net tripadvisor.co tronscan.org ucoin.net uniqlo.com upbit.com v2ex.co
vantage-csw-lenovo.com verizonbusiness.com vodafone-ip.de vodafonemail.de walmartdigital.cl wetransfer.net
whats-on-netflix.com whatsappbusiness.com xfinityhome.com xiaoyi.com yahoo-mbga.jp yahoo-net.jp yahoo.cloud
yahooinc.com yandexcloud.kz zalando-lounge.de zalando-prive.fr zalando.net zellepay.com zohocloud.ca zohocorp.com
@ MISP/misp-warninglists lists/cisco_top20k/list.json @ 84f0610aaf3b32159285c9b85510d0f415ea6b27 (2026-08-20)
okta-featureflag-edge.azureedge.net
@ MISP/misp-warninglists lists/cloudflare-top100k/list.json @ 84f0610aaf3b32159285c9b85510d0f415ea6b27 (2026-08-20)
6post.com adobecards.com airbnb.biz alibaba.co.uk appmcdonalds.com bancolombia.corp bancsabadell.mobi bankmega.com
barclays.mobi caixabank.com chatgpt-sidebar.com chinamobil.ru cimbniaga.co.id citicbank.cn cnnic.net.cn
combank.net.bd credit-agricole.pl danamon.co.id danskebank.com dingtalkcs.com dls-samsung.com dp-pertamina.com
dropboxteam.com enpedia.org eupedia.com expedia.biz expedia.net google.com.ru huawei.net intui.travel iqiyi.net
jntexpress.id jtexpress.co.th klarna.app mexc.fm mondialrelay.com monzo-alt.net mufg.com ninjavan.co opendi.co.uk
opendi.es opendi.us opposite-lock.com pancakeswap.com paypay-card.co.jp paytmpayments.com permatabank.com
pertamina-ptc.com pertamina-ptk.com playstation-cloud.net playstationemail.com quickbooksconnect.com revolut.codes
samsungusa.com santandernet.com.br sheingroup.net shopeepay.ph sociola.net sogou-compress.com sogou-diskmgr.com
sogou-kantu.com sparkasse-banking.de ssu-samsung.com tmobile-familymode.com tokocrypto.com tronlink.org truist.mobi
verizon-services.com verizonconnect.com vnpt-invoice.com.vn walmartmobile.cn xiaomi-miui.gr xiaoyi.com.tw yoogle.com
youtube-anime.com zalando-lounge.ch zalando-lounge.com zalando-lounge.pl zingmp3.app zohocloud.net
@ data/brands
bankbjb.co.id bankmuamalat.co.id hyperliquid.xyz sunpass.com
`;
