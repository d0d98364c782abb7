/** Words of English, Vietnamese and ten more languages that are one letter off a brand. Written by `test/generators/imitation.ts`; do not edit it by hand. */
export const EVERYDAY = String.raw`
abadesco abband abbink abdias aboding absank achinar acrasia adinda adrian aether afdans afdien afding afrasia
agitable agnost aidas airasca airosia akrasia alando aldora alfora alimaña alizaba allora almora alzada alzando
amason amazona amazone amazons amirates anchina androm anytime apostel aposter apostle aposto appie applied apposte
arame arameo arames arameu arbena arena arenal arenar arenas arenga argent arghet arlena armena artena asinal
atlasiano atrezo atwitter audiorack autonome autosome aviette azada bacons balili bandom bankavi banken bankintern
bankris banksia bankwet barclay barclaya barcolas barena bastar beacon bechance beckons beezer bestar bethumb biblia
biblio biclou bidbank bilance biobank blankest blaude blizzards blizzardy blomberg boaking bocking boeking boking
bokking bokning bonking boobing boohing booing bookings booling booming boomkin boosing booting boozing borking
bostar braken broking brooking bruters bumble buning bĳbank cabixi cacutu cahoot cainiano cainito calade calando
calendal calendry canbank caput caputi caputo carena carosello carousel carousels carrousel cartable caudae caudel
caudex caudle cauixi caxiné caxinê caxixi cellphone cenital cental centals centeal centra centraal centrale centrals
centrar centreline chaina chaoot cheina chiana china chinar chinas chinea chinra chintz chiraz chores chorreo
chorros choto chotoe chotos chott chotts chotão chrome ciocco clade clades claque claudel claudie claudy clause
clints cloud clouds cloudy coccic coccio cocco coccos cochina cocket codirect codirects coentral comasta compas
compast cooking corbes cordes corers cores coreys cories correas correio correo correol correoso correto correão
corries corroso corses cortes corves cosaco coscio cosco costo costão cotile cotoco cotransfer cotransfers coupage
coupant couping coures credit crores crosto crumble dappled deacons decathlons decatlon dedicare dedão deeder deeper
deorbit depone deponi deppen desliz dezer dichord dingdong dingtaal discard discoed discoer discoid discorde
discords discus diskus disque disusa disuse disuso ditanga djouba docket donkey dooking douane doucin dreaming
drumble durban dybank dåna décathlon earcons echinata echoot edger edgers edgier either eleger elints embank
emicates emigrate emigrates emirate emiratos endite enduit enhance enteral enthral entrail entrale entrall entéral
eremitano esparasse esther estipe estrie etcher ether ethers etão evirates evolute evoluto ewbank expedir expedit
facebooka facebooks facebookt facetiae fando fandoms fantom fetish ficker fickur finance fingan flaggy fledge flick
flicka flicker flicks flinck flints flotus flours flouse floush flouts flows foschia foxtail fradesco fumble gadding
gadids gading gadling galena gaoling garden gardena garela garen garera garget garina garnar garona garpen garten
garuna garven gateia gateiro gatero gatteo gauding gazena gechat geddit geezer geinig gemein gemind geminy genbank
germin giants gledge glents glifts glint glinty glits goading godding goding godling goggle goglet gompas googel
googla googled googles googly googol gooley goolie gording gores gorges gorses grading grameira gratio grena grenat
greuter grumble habano habían hauban hedger hether hexere himalaya hinchan hodaddy honkey hooking hortmail hotpot
hotsmail houtmail humaan humble hère ideality incuit indian indriva indriven induit infaust ingaan ingan ingang
ingans ingman ingoting instit intera interact interest interests interna intuendo intuir intuito intuits intuitu
inuit island isthme istrie itaú jiangsu jooking jumble kachina kaken kakken kaktus kalken karina karna karnak karuna
kastpass kasus kedger kerken khalifa kickstarted kingpost kirill klamra klanka klanta klara klaren klomps kompa
kompass kompis koneke kooking koppas korken kormas koutube kragen krake krakens kraker krakken kramen kranken kredit
krill krille krills kroken kurken kwaken lacoste lampote lanada lanzada lanzhou lanzo larada larnax larona latada
laude lauded laudel lauden lauder laudes lavada leader ledder leder ledere ledern ledge ledged ledgers ledges
ledgier lefter legeer leger legera legers legger leider leidger leiger lender lendit lenger lenvoy leptin lether
letterbox letterboxed lewder licker lidger lieder lieger liepen lifter limonar linaire lineair lints lipin lipina
lipins loafer locket lodger loeder lofer lofote lofted lofters loftier loiter looking looter lotear lotero loterĳ
lother lotier lotion lotter loufer louter luibaba luning lüfter macdonald machina macoya maiaia mailer mairu malmal
malora maloya mandari mandibi mandii mandir mandira mandirs mandom mandria mandril mandrin mandriã manduri marame
marilu masetero mastodons mastodont maxima maximi mayan mcdonald mediare medicar medicares medicate mediocre
meditare mediums medius melón mendicar mendicare mercar mercear messengers metmask metump microstof miedum migrates
milreu milt minima minimal minimex minuit miró misrates misã mobile mobiles mobilie mobilone mohrs mohurs molifone
monkey morass morses motion moyana mumble myntor myotube mystur mástodon médium méga nadida nation neatest nedriven
nether neuters nitrendo nocket noorda nordan norde norden norder norton notaio noting notions näver obstar ocentral
octopush odyssee ofter ontlook openga opensla opensta option oradea ordeal ostico ostrava outcook outlooks outtook
packet padida paipay palando palpal panteon pantoum papacy papal papale papaya papaye papayo parget password
passwords patron patrono patrons patroon paturon payday pazada penaia pergamina perplexité pestbank pether phantoms
phantomy phoneme picket pinang pinano pindan pingar pingen pingla pledge pledger pleger plinga pochet pocked pocken
pockets poetbank pontify pooking portamina posbank postal postbak postel posten postil postin postín potion potshop
preuter procession processor processos protonemal puchom radian radium radiums raken raketen ramble rameux random
ranken rebus rebuse rebuter rebuts rebuys redbud redbuds redbug redbugs reddito redipt redita redite redubs reduit
reedit refuter refuters refutes reiters remble renters replay reputes resolut resters retears retransfer reukers
reusers reuter reutter reutters revolt revolte revolts revolute revoluto robalo rochina rocket roeters rongcheng
rooking rouble routers rubank rubble ruble rubles rumbled rumbler rumbles rumbly rumple rutters rutuba sageria
salando saning sappled sarame satandera saveria schab schiena schoot schott schrab schwa schwabe schwan schwas
scocco scores seabanks shoepack shope shoppe shrill sierbank signa signaal signals signar signpost sinal sining
sinuit sinzal skill skills skilly skoland skräll skålad sledge sledger sluing socket socollar softer soland sooking
sopense sparkassa sparkassen sperbank spinal sportif spuing starie stava steams steher sterbank stipe stiped stipel
stipes stipje stirpe stitch straal straat strada strama strata streams striae stride strie striem strien striep
strier strife strige strike strip stripa striped striper stripes stripey stripp strippe strips stript stripy strive
strope struis struist strupe struva sträva ströva subtack subtacks sugning suing suings sundin sunkig sunning suring
surpass susning switch syning såning tabaco tabago tabalo tabano tabret tachina tafile tagete tageto taiana taioba
talora talstra tanya tapeta tarage tarena taret targe targed targes targets targhe teabox teater tedium teeter
teethe teether tekstra telegraf telegrama telegramm telegrams telista temù tenente tenter tester testera testura
tetera teters tethers tetter teunes teuter texter thether thread thready threaper threaps threats thrist thrust
tianha tiepin tiktak tilstra tinote tinte tinted tintel tinten tinter tirana tisana titch titchy tither titoki
titter titters tizana tobago toeter toiture topense tother touching toutiço traktera trava traval travar travia
treads tremor tresor treter trevor trezoor trezzo triana triest triope tripe tripel tripes tripey triple tripse
trist trista triste tristo triëst truble truest truis truism truita truite truité trust truste trusts trusty tubist
tuinte tumbal tumbar tumble tumbler tumlar tuners tunes tuning turist twinter twister twitchy twitted twitten
twittern twitters twittert twittery twittra ténor uitgang uithang umble umbles unding unidlo unking upcome ureters
urning vanguarda vanguards varame vedere veere veered veerle veerse velstra venere ventral version verzoen verzon
verzond verzonk vettel vexer vexeren vexers vexier vidette viertel vierzon vinette vinfat visbank vänfast walart
walmarts walmhart walmpart wecht wechte wechts weidman wether wexing whatsappt whitter wikimedia wikipedian
wikipédia witch witchy witter wittern witters wittier wraken ylande yodado youtuben youtuber zamora zeile zentral
zwitter äpple ösning über ĳsbank ĳsland
`;
