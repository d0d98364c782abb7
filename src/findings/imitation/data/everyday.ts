/** Words of English, Vietnamese and ten more languages, and names of several domains, that are one letter off a brand. Written by `test/generators/imitation.ts`; do not edit it by hand. */
export const EVERYDAY = String.raw`
abas abband abbink abby abito absank abster academias acetonaemias acetonemias acidemias acknowledger acknowledgers
acure ade adibe adito admonitorily adobelike adobes adobo adone adore adoze adra aeta aether affirms affrapping afin
aflp agammaglobulinemias agda agone agora aguda aidas aier airted alack alando alegro aleli alguazil alguazils
alizaba allegra allegros allmänna alone alster altim altin alting altink altino altruist altruistic altruistically
altruists alure alvito aly alzada amato amazona amazone amazonian amazonians amazonite amazonites amazons
amazonstone amazonstones amel amelia amelias amelie amelio ameliorable ameliorant ameliorants ameliorate ameliorated
ameliorates ameliorating amelioration ameliorations ameliorative ameliorator ameliorators amelioratory amelo
americana amirates amito amone ample ampli amure anacardiaceous anacardium anacardiums anacardo anaemias analog
analoga analogic analogical analogically analogies analogise analogised analogises analogising analogism analogisms
analogist analogists analogize analogized analogizes analogizing analogon analogons analogous analogously
analogousness analogousnesses analogs analogue analogues analogy anati andai andes andi andra anemias anes angie
angletwitch angletwitches anises anito anneli annex anone anoxaemias anoxemias anse ansel ansems ansen anta antae
antal antan antar antas antat antes anthropical anti antia antirevolutionaries antirevolutionary anuses aoste
aphasics apito apoda appel appie applecart applecarts appledrain appledrains applejack applejacks appleringie
appleringies apples applesauce applesauces applet applets appley appli applied apply apses apule arame arameo arames
arameu arbitrium archilowes areli arena argental arimo arito arses artel arty asdics asher asic aspics asple asses
asynchrony atena atone atrip atto attrapping atwitter audiorack aulne aunar aune aupar auray aure auron aurone
autodek autodesks autonome autosome autostrada autotoxaemias autotoxemias ave aver avido avio aviso avite avião avto
avuto axone azada azotaemias azotemias azufre azur azurer azures azurn azuru azury bacillaemias bacillemias
backlogging backspace bacons bacteraemias bacteremias badin baffin bafio bain bairu bajamar bakeapple bakeapples
bancarella bandom bankintern barclaya barena bartolina basa basher basics basin baver bavin bazin beacon beclogging
beefiness beefinesses beelike beelined beelines belle belon belster bennings berline besla bethumb bewrapping bhavan
bhavans biber bidal bidu bidum biggo bikkie bilance billionaire billionaires billow bimble bimo binder binge bings
biog biotelemetric biotelemetries biotelemetry bitre biture bizu bizut black blank blaude blizzardly blizzards
blizzardy blogging bloggings blomberg blook blot bluefin bluesy bluewing bluewings boaking bocha boche bocht bock
bocking boeking bogers bohemias boking bokking boks bonking bonteboks bonzo boobing boohing booing bookings booling
booming boosing boost booting bootstrapping boozing borking bost bosten bozum braken brantail brantails breast
brigandine brigandines brim brims brio brito brno broking bromo brooking brumo bruteness brutenesses bubble bumbled
bumbler bumbles bummle bunded bundied bundis bundit buning buntings burble burnings bvba cabby cachaemias cadranses
caff cagna cainiano cainito caipa caira caixe calamar calando calendry callowest calva camelia camelias camelid
camelids cameline camelines camelish cana candi canea canna canoa canova canta canvas canvasback canvasbacks
canvased canvaser canvasers canvases canvasing canvaslike canvass canvassed canvasser canvassers canvasses
canvassing canvassings canvi canvo capas caput caramelisation caramelisations caramelise caramelised caramelises
caramelising caramelization caramelizations caramelize caramelized caramelizes caramelizing carena carousel
carousels carrefours carrousel carva case cash catixa cava caver cease cedex ceibo celle cellphone cental centeal
centra centraal centrale centrals centrar centreline chace chade chafe chaise chale challan chanel chape chare chas
chased chaser chases chasm chasse chaste chave chide chile chim chima chimed chimer chimes chimie chimo chimp chimu
chine chinone chisme chite chive chiée cholaemias cholemias chose choto chotoe chotos chott chufa chuse chyme ciber
cidadele ciena cigno cimbra cime cinch cinder ciona citadel citadela citadell citadelle citadels citizen citna clack
clade clarty clase claudel claudie claudy clause cleanses clime clints clivar cloggier cloggiest cloggily clogginess
clogginesses clogging cloggings clubhouses coccic cocco coccos cocket cocozelle cocozelles codirect coentral
coessential coessentiality coessentially coessentialness coime coin coing coins communisation communisations compas
compast condsef conic conone conor constar contraception contraceptions contraceptive contraceptives contraclockwise
contract contractability contractable contracted contractedly contractedness contractibilities contractibility
contractible contractibly contractile contractilities contractility contracting contraction contractional
contractionary contractions contractive contractively contractiveness contractor contractors contracts contractual
contractually contractural contracture contractures contracyclical contredanses cooking cooze copremias correas
correio correo correol correoso cosaco cosco coste costo costão cotransfer counterintuitive counterintuitively
counterrevolution counterrevolutionaries counterrevolutionary counterrevolutions counterstep counterstepped
counterstepping countersteps coupant couping cozze crabapple crabapples crabby crappie crappier crappies crappiest
crapping crase crime crinone crumble cuark cubito cunar cunnings cutbank cutbanks cynic cysteamine cysteamines daan
dandi dapple dappled dapples daraf darai daran darcy darky dart darte darts daver deacons deaw debark debunk
decathlons decitizenise decitizenised decitizenises decitizenising decitizenize decitizenized decitizenizes
decitizenizing decontaminant decontaminants decontaminate decontaminated decontaminates decontaminating
decontamination decontaminations decontaminative decontaminator decontaminators decontrol decontrolled decontrolling
decontrols dedal dedicare dedão define defined definement definements definer definers defines delivery delle delon
demy dendo deppen detrain dextran dia dicar digar digi digit digna dila dinar dingdong dinted dirty disanalogies
disanalogous disanalogy discard discoed discoer discoid discordance discordances discordancies discordancy
discordant discordantly discorde discorded discordful discording discords discount discoverf discovers discovert
discovery disnea ditar diva divan divaricate divaricated divaricately divaricates divaricating divaricatingly
divarication divarications divaricator divaricators divas diver divin diñar docket doido dolphinet dolphinets domato
donor dooking dorty doucin doujin douk doula drabby drappie drappies drapping dreaming dreamtime dreamtimes drivar
drogers drumble dunar dunnings duraz dysphasics dåna décathlon easter ebons ebooks edger eems eevn eforo ehre eiber
eico einder eine eivar ekster elater electra elekta elektro elema element elemental elementalism elementalisms
elementally elementals elementarily elementariness elementarinesses elementary elements elemi elene elettra elime
elints elle elme elon elstar elsten embank embanked embanker embankers embanking embankment embankments embanks
emicates emigrates emine emirate emiratos emparar enameling enamelist enamelists endo energi energia energo energy
energía enge engin engine engte entrapping envie enwrapping enwrappings enxara epididymitides eremitano erns erster
erythraemias erythremias esine essential essentialise essentialised essentialises essentialising essentialism
essentialisms essentialist essentialists essentialities essentiality essentialize essentialized essentializes
essentializing essentially essentialness essentialnesses essentials estafetar ester estrade estramazone estramazones
etero ether etna etão evirates exeme exine exodes exodos exoduses exon expanses expedir expedit fabby facebooked
facebooking facebooks facet facetiae facett facit fallowest fando fandoms faneco fantail fantailed fantails fantom
faraz fasta fastar faver feddit fede feder fedexed fedexes fedexing feleme felon feneco fiber fikkie fileco fimbra
finance finch finder fine fingan fiver fivers flabella flack flaggy flamelike flanconade flanconades fleme flick
flicka flicker flicks flints flipp flogging floggings fogou food footslogging footsloggings forepassed forlend
forlending forlends forlent fortune fortuned fortunes fortunio fortuno foste foula foxberry foxtail fradesco
frapping frimo fumble funar futum futuna gabby gaddi gadi gail galactosaemias galactosemias galena gamelike gand
ganda gandhi gandin gandir gando gandu gandy ganef ganzi garant garante garantia garantid garantie garantir garantió
garantí garb gardena garela garen garera garget garina garona garuna gasconade gasconaded gasconader gasconaders
gasconades gasconading gash gateia gateiro gatepost gateposts gatero gaver gavito gazelle gazelles gazena
gazillionaire gazillionaires gechat geco geddit gemind geminy genecologies genecology genico gerco gerico gesco
gesico getico ghandi giber giftwrapping ginder givar gladwrapping glents glico glifts glint glinty glits glycaemias
glycemias gnash goggle golden goldens gompas gondi gonzo googled googles googlewhack googlewhacks googly gopak gopal
gouk govar grabb grabby grail grapple grappled grappler grapplers grapples gravitometer gravitometers graviton
gravitons grena groupwork groupworks grouw grow growl grown grows grumble guico guidepost guideposts guigo gumtrees
gundi gunnings habby haber hacer hafer hager haider haie hailer hair haire hajer haker haler halkbana
hamamelidaceous hamamelis hamamelises hamato hamer handelsbaken hanses haper harer hase hater hauer haver hayer
hayier haystack hazer hazier hdl hedger heer heere heier hein helle helton henequin henequins herre hether hetzer
hidai hier himalaya hinder hinted hochmagandies hodaddy hollowest honer honom honors honoré honos honour hooking
hoor hortmail horton hosor hoste hosten hotsmail houghmagandie houghmagandies houtmail hubi humbi humble hutspot
hydraemias hydremias hyperaemias hypercalcaemias hypercalcemias hypercholesterolemias hyperemias hyperglycaemias
hyperglycemias hyperlipemias hyperlipidemias hypernatraemias hyperuricemias hyphemias hypocalcemias hypoglycaemias
hypoglycemias hypokalemias hypomagnesemias hyponatraemias hypoxaemias hypoxemias hâler hère hílton ibera iberica
iberio iberis icica imall immunisation immunisations inburst inch incuit inder induit inequipotent inequitable
inequitableness inequitably inequities inequity inequivalve inequivalved inessential inessentiality inessentials
ingan inkost inmost inpast inquorate intera interact interactant interactants interacted interacting interaction
interactional interactionism interactionisms interactionist interactionists interactions interactive interactively
interactivities interactivity interacts interest intermarché interstellar interstellary intersterile
intersterilities intersterility intil intuir intuitable intuited intuiting intuition intuitional intuitionalism
intuitionalisms intuitionalist intuitionalists intuitionally intuitionism intuitionisms intuitionist intuitionists
intuitions intuitive intuitively intuitiveness intuitivenesses intuitivism intuitivisms intuito intuits intuitu
inuit invidious invidiously invidiousness invidiousnesses inwrapping iodos ionosonde ionosondes ionosphere
ionospheres ionospheric ionospherically ions irnos irás isbank ischaemias ischemias isme isna isoimmunisation itaú
itidal ivar ivra jacco jacks janitorial japara javer jelle jemig jiber jimia jinder jodel jooking josten judia julia
juma jumble junia jupiler justest juvia júpiter kabul kaka kakapo kakas kaken kanses kapas karna kaum kedger kelle
kendo ketonaemias ketonemias keylogging keyloggings kiara kickstarted kidal kiera kinder kipps kira kirra kiva klack
klara kloak klock kloek klok klonk kloof klooi kloon kloos kloot knapple knappled knapples knaveries knavery knook
kodak koels kohas kohl kohle kompa kompass kompis kook kooking kools koppas kosak koste kosten kota koutube kozak
koçak kragen krake krakens kraker krakken kramen kranken kranses krill kroken krook kurogame kwaken kwint kype kövra
lack lacoste ladra laly lanada landi lank lanzada larada latada laude lavada laver lavin ledder leder ledge ledged
ledgered ledgering ledgers ledges ledgier lefter leger legger legions leidger leiger leme lemig lenger lester lether
letterbox letterboxed leucaemias leucemias leuchaemias leucocythaemias leukaemias leukemias levin lexpress libelo
liber liberia licc lidger lien lifecare lifter likin limit linch linin linne linted lints lipaemias lipemias lipin
lithemias lithometeor lithometeors livedo livel livelod livelods livelong livelongs livelood liveloods lively liven
livetrapping livia livid living livio liévin lloyd lnec locket lodger lofer lofted lofters loftier loggia loggias
loggie loggier loggiest logging loggings loggish loiter lom lomm lomo longstar looking looter lotion lotter louter
lowest lubito lumia lunar lundi luning lurk lycanthropic lövin lüfter maces machs macis macks macroglobulinemias
macs macy maesa magal magali maier mairu mall malmal mameli mammitides mandari mandi mandibi mandii mandir mandira
mandirs mandom manduri manesco mank mannequin mannequins manses mantas manzo marty mastodons mastodont mayapple
mayapples mcdonald meal meda medalj medals medan medel medial mediare medicar medicares medicate medieexpert
meditare mediums medius medla medol melanaemias melen meli melle mellowest melo meloa meloe meloen melone melons
melos melton melun melón mendicare mendo menor menzo mercar merdal merlon mesal meson messengers metal
methemoglobinemias meulon microblogging microbloggings microelement microelements midis milepost mileposts
millenniums millionaire millionaires millionairess millionairesses milt milton minder minima minimal minimex minted
miró misanthropic misanthropical misanthropically misassay misassayed misassaying misassays misdefine misdefined
misdefines missa misã mitad miti mitin mitis mobilone modal model mohrs molifone monco mondo monel moner monet money
mongo monho monitorial monitorially monitories monitoring monitorings monjo monologging monos monox monso monvo
monza monzonite monzonites monzonitic morton moru moste mosten motion mousetrapping mozo mudlogging mudloggings
mulon multibillionaire multibillionaires multielement multimillionaire multimillionaires mumble muone mutti myelon
mástodon médium méga naaf naber nacer nada nadar nadas nader nadia nadja nagas nager nail naira naiver naker nalas
nalgo namer nanas nandi nanesco naoog napa napes napias nappas napps naps napus nara naranja naranjal naras naraz
narra naser nation navar nave navel naves navet navew navier navio navrer neerga neid nelle neoanthropic neon
neptunium neptuniums nestbak netband nether neuters never nidal niek nikkie nipas nisense nitid nitwitteries
nitwittery nixon nocket nonclogging noncontract noncontractual nonelementary nonequilibria nonequilibrium
nonequilibriums nonequivalence nonequivalences nonequivalent nonequivalents nonessential nonessentials
noninteracting noninteractive nonintuitive nonrevolutionaries nonrevolutionary norde norden norder nordström nortan
notino notions nover nuora näver nórton nĳver obstar obtus ocentral octopush oddio oddo odico odilo odino odio odito
oelen oersted oersteds ofter ogem ointed olefine olefines olen oligaemias oligemias oligo oligocythaemias omerica
omgiva omnia onor onos ontlook ontrat onzo oosten opendi opensla opensta optas opts opus orbit orden oren organdie
organdies origo orle orleanses orles orleã orlon orten oste osten otoro outcook outgo outlooked outlooking outlooks
outtook overrefine overrefined overrefinement overrefinements overrefines oversteer oversteered oversteering
oversteers overstep overstepped overstepping oversteps overwrapping oxo ozone packet pagara pagoda pagodas paixa
palaeanthropic palaeoanthropic palando palpal palurk pandemias panel papada papaia papaja papal papar paparaz
paparazzi paparazzo papari papas papata papaya papaíra papera parabema parabemata parabematic parasitaemias parget
paroemias party passera password paste pausera paver payday pazada pbit pedal pedantries peka pekan pekar pelle
pelon pelster pended pendo pened penned penteconter penteconters perforanses pergamina perplexité pesa peste pesten
pether petrobas pfosten phantoms phantomy phase philanthropic philanthropical philanthropically phoneme piapara
picardo pichincho picket pigna pikkie pillow pinch pindan pinder pineapple pineapples pingar pingen pinig piraat
piste pivelo pizzelle pizzelles plack plantain plantains pledger pledgers plook pluck pluk plunk plura pluri pocha
pochet pocked pocken pockets podido poeste poli polir polonie polonies polycythaemias polycythemias pomato ponte
pooking poori popo portamina porte porti pose posit posse post posta postal postbak posted posteen postel postend
poster postern postie postil postin postmark postmen posto postre postrevolutionary posts postín pote poten poti
potion potten potus poète praepostor praepostors precontact precontract precontracted precontracting precontracts
predefine predefined predefines premonitorily preposterous preposterously preposterousness preposterousnesses
prepostor prepostors prerevolution prerevolutionary prewrapping primar primary primo procession processor processos
progenitorial prolator promuscis propagandise propagandised propagandiser propagandisers propagandises
propagandising propagandism propagandisms propagandist propagandistic propagandistically propagandists propagandize
propagandized propagandizer propagandizers propagandizes propagandizing psdb psilanthropic punar punnings pupiter
pusten putti pyaemias pyemias påste pĳnig qanats quaak quack quak quantong quare quarks quart quarz quaró quera
quinar quintessential quintessentially quirk quorate quorn quota rabbi radioelement radioelements radiotelegram
radiotelegrams radiotelemeter radiotelemeters radiotelemetric radiotelemetries radiotelemetry radium ragers raken
raketen ramato ramble randi random rapping rappings rappini rapple rapt raver razure reast recontact recontacted
recontacting recontacts recontaminate recontaminated recontaminates recontaminating recontamination recontaminations
recontextualise recontextualize recontextualized recontextualizes recontextualizing recontinue recontinued
recontinues recontinuing recontour recontoured recontouring recontours reddito redefine redefined redefines reduit
reeboks reedit refe refine refined refinedly refinedness refinednesses refinement refinements refiner refineries
refiners refinery refines refuters reginos region regione reiters remble remex rene renee renge renied renier renies
renne rense rente renters renze renée repass repassage repassages repassed repasses repassing repco repost reposted
reposting reposts resolut ressentiment ressentiments resters retransfer reukers reusers reuter reutters revolt
revolute revolution revolutional revolutionaries revolutionarily revolutionariness revolutionarinesses revolutionary
revolutioner revolutioners revolutionise revolutionised revolutioniser revolutionisers revolutionises
revolutionising revolutionism revolutionisms revolutionist revolutionists revolutionize revolutionized
revolutionizer revolutionizers revolutionizes revolutionizing revolutions revoluto rewrapping rheboks rhein rhime
rias ribby ricard ricardão riccardo rigid ripps riprapping robby robers rocket rodel roger roguers rojers rokers
romers rongcheng rooking ropers rosten rosti rotgers routers rovers rowers rozelle rozelles roĳers rubank rubble
rubby ruble rumbled rumbler rumbles rumbly rumia rumple runar runnings sabadill sabes sack sagou saica saics salando
sallowest samit sane saned sanem saner sanes saning sanitoria sanitorium sanitoriums sapple sappled sapples
sapraemias sapremias sarasa sassabies sassaby sassafras sassafrases sassarara sassararas saver savito scapple
scappled scapples schab schad schanses schein schrab schuf schuft schwa schwabe schwan schwas schweizerost scrappier
scrappiest scrappily scrappiness scrappinesses scrapping scrapple scrapples sdein seabanks seam sebito sedal sedex
seibo seico sein selle selon semit senado senat send senda sende sendos sends senho senhora senno seno senor senso
senão separar seppe septicaemias septicemias sepé serata serosa sextanses shack shallowest shanghaier shanghaiers
sheen sheik shewn shimozzle shimozzles shin shope shoppe shrill sian siberia sica sicklemias sics siendo siggy signa
signaal signals signar simi simia simio simis simitar simitars sinal sindo sineco singel sining sintel skaat skatt
skattverket skein sketchers skill skisport skräll skye skypen skypet skyre skyte slaak slacka slacks slak slank
slask sledger sledgers slick slogging slook slowest sloyds slurk slype smack small smartfone smit snack snail socket
softback softer sogers soif solfare somato somit sonat sonor sonos sooking sophora soricoid soste soundcard
soundcards spanaemias sparebank sparkassa sparkassen spica squark stack stam stapple stapples stead steak steal
steamboat steamboats steamed steamer steamered steamering steamers steamfitter steamfitters steamie steamier
steamies steamiest steamily steaminess steaminesses steaming steamings steamroll steamrolled steamroller
steamrollered steamrollering steamrollers steamrolling steamrolls steams steamship steamships steamtight
steamtightness steamy stean stear steem stein stem stemm stercoricolous stipe stirpe storo stram stramazon
stramazons strappier strappiest strapping strappings stravage stravaged stravages stravaging stravaig stravaiged
stravaiger stravaigers stravaiging stravaigs stream striae stride strie striep strife strige strike strip stripa
striped striper stripes stripey stripp strippe strips stript stripy strive strope struist strupe sträva studenttid
suant subcontract subcontracted subcontracting subcontractings subcontractor subcontractors subcontracts subit
subtack sueca suer sugning suia suing suita suiza sump sundo sunhat sunning sunup suone suora superbillionaire
superbillionaires superessential supermillionaire supermillionaires superrefine superrefined superrefines supersell
sups surat suring susning suíça swack swingy switch synchron synchrone syning sype såning sénat séphora súbito tabby
taint tajamar tall talstra talus tangerines tangering tangerino tanor tapas tarena taret targe targed targes targets
tarty tauon taurin tauro taver teabox team teazelled tecla tedium teether tegus tehus teint tekkie tekla tekstra
tela telas telco telecom telecontrol telecontrols telefonia telefonico telefónica telegraf telegrama telegramm
telegrammatic telegrammed telegrammic telegramming telegrams telekinetic telekinetically telemedicine telemedicines
telemen telemeter telemetered telemetering telemeters telemetric telemetrical telemetrically telemetries telemetry
teles telex telial teljus tells tellus telos tels temor temp tempa tempe tempi tempio templo tempos temps tempt
tempão tempé temão temù tenar tender tendo tener tenir teno tenon tenore tenors tenour tenro tensor teor teoro tepor
tercel terco termtime termtimes tesda tesela teslas tessa testa tetherball tetherballs tethered tethering tethers
tetrade tetter teus texla thalassaemias thalassemias theanthropic thein thelement thelements therianthropic
thermoelement thermoelements thether thrapple thrappled thrapples thread thready threaps threats tial tiau tiber
tical tich tidan tiempo tigna tikal tiktokv tiktokw tilltag tilstra timepass timepassed timepasses timepassing
tinader tindal tinded tinders tindery tinier tinker tinner tinor tint tinted tinter titch tither titter titti tjall
todes toesla tokkie tolus tomato tonder tonos topkeeper toro toste tosti tother touron toxaemias toxemias trade
trall trameling transes trappier trappiest trappiness trappinesses trapping trappings traymobile traymobiles treads
tremor tresor trevor trezoor trillionaire trillionaires trip tripe trist trivato truest truis truism truistic trust
tschad tsela tuinder tuint tularaemias tularemias tumbar tumble tumbler tunar tunes tuning tunnings turist tutsi
tutt tutta tutte tuttig tuttis tutto tutty twent twiggy twigt twilt twin twine twink twins twinter twinters twints
twiny twist twister twit twitched twitcher twitchers twitches twitchier twitchiest twitchily twitching twitchings
twitchy twitted twitten twittered twitterer twitterers twittering twitteringly twitterings twittern twitters
twittery twixt tálus ténder ténor tênder ubre udema uiai uivar ulster ultrabasics ultrarefined ultrarevolutionaries
ultrarevolutionary umble unar unaverage unavertable unaverted unavertible unclogging uncontracted undefined
understeer understeered understeering understeers understrapping undid undiscordant undiscording unequipped
unequitable unequivocably unequivocal unequivocally unequivocalness unessential unessentially unessentials unhold
unidlo uninvidious unpay unrefined unrevolutionary unstrapping untether untethered untethering untethers unwork
unwrapping upfold upheld uphild upholder upholders upholding upholdings upholds uplit upsold uraemias uremias
urinemias usa uscia uscio ussa vanguarda vanguards vanitories vass vattenrall vedal veepees velon velstra venamo
vendo venlo venom vented vento ventral veri verste verstes vettel vias vibb vibe viberg vibero vibes vibex vibey
vibier vibrer vidal vider vier viertel viger viggo vigna viker viler vinder vined viner vinte vinter viper vipp
vippa vips viraemias viremias virer viser visera vissa vito vivar viveca viver vlogging vloggings vunar wahoo warty
waterlogging waver wazir wazirs webbe webd weben weber wecht wedde wede weib weide welle wende wether weĳde
whitebait wibo wies wiggo wiggy wikimedia wikipedian wikipédia wildcard wildcards willow wilton winch winder windore
wisse witter wond wonde wonder wondred wondrous wondrously wondrousness wondrousnesses wraken wrapping wrappings
xeranses xiaoyi ximbra xoxo yabby yahooism yahooisms yahoos ybit yellowest yendo yode yodels yodle yokel yola youk
youks youtubei youtuber zambra zaobao zeile zele zell zellen zeller zelve zemig zendo zentral ziber ziggy zille
zillionaire zillionaires zillo zimbral zimbrar zimora zimra zinder zoanthropic zocato zom zone zonzo zoomato zoon
zorato zulle zumato zunar zwitter zölle äpple über
`;
