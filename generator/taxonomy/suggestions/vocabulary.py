"""Words that the search for phrases in titles knows: which name no subject, begin a phrase, or end one."""

# Function words, and the vocabulary of every paper: no phrase begins or ends with one.
_EMPTY = (
    "a able about above across adaptive after against age ages al all along also always america american amid among an "
    "analyses analysing analyzing and another answer answers anti any anyone anything applied applying approach approaches "
    "are arent around art article as assessing assessment at auf automated automatic automatically available away bad based "
    "basis be because been before beginning behind being below best better between beyond big bigger biggest billion book "
    "books both bottom build building but by can cannot cant century challenge challenges change changes changing chapter "
    "common comparative compare comparing comparison computational con conference construction could couldnt course cross "
    "current dans das day days de decade deep deeper del den der des designing developed developing development didnt die "
    "different difficult direct do does doesnt doing done dont down dozens du during dynamic each earlier early easily easy "
    "edition effect effective effectively effects efficient efficiently eight ein eine either el else empirical en end "
    "enhance enhanced enhancing enough et evaluate evaluating evaluation even every everyone everything evidence example "
    "examples experiment experimental experiments exploration explore exploring false fast faster few first five for four "
    "framework frameworks free from full further future für general generalized get give given global go good great guide "
    "had half handbook hard has have having he her here heres hers high higher him his home hour hours how hundred i idea "
    "ideas if im impact impacts implementation implementing important impossible improve improved improvement improvements "
    "improving in influence inside instead interactive into introduction investigating investigation is isnt issue issues "
    "it its itself ive joint jointly just key kind know la large las last late later le learn learned least left les less "
    "lessons let lets letter letters levels like likely list lists little local long look looking los lot lots low lower "
    "made main major make makes making man many matter matters may me mean measure measurement measurements measures "
    "measuring men method methodology methods might million minor minute minutes mit month months more morning most much "
    "multi multiple must my near need needs never new next night nine no non none nor not note notes nothing novel now "
    "number numbers of off office official officials often old older on once one only onto open optimal or other others our "
    "ours out over overview own page pages paper papers para part parts past people per perhaps person perspective "
    "perspectives place places plus por possible post potential pour practical practice pre present problem problems "
    "proceedings properties property proposal propose proposed question questions quite range rare rather ready real really "
    "recent report resource resources result results review reviews right robust role s same scalable second see seen self "
    "seven several shall she short should shouldnt side significant similar simple since single six small smaller so soft "
    "solution solutions some someone something special start still strong studies study such sur survey surveys t take "
    "technical technique techniques ten term terms testing than that the their theirs them themselves then theoretical "
    "there theres these they theyre thing things third this those thousand three through throughout thus to today together "
    "tomorrow too tool tools top toward towards true tutorial two un una unable und under understand understanding une "
    "unified universal unlike until up upon us use used useful uses using various version versions very via volume von vs "
    "was wasnt way ways we weak week well were weve what whatever whats when where whether which while who whole whom whose "
    "why wide will with within without woman wont work working works workshop worse worst would wouldnt wrong y year years "
    "yes yesterday yet you young younger your youre yours zum zur "
)
# Function words of other languages, and what their papers are called; none that names a subject in English (war, car).
_FOREIGN = (
    "aber als am an auch aufgabe auswahl bedeutung bei beim beitrag beitrage bis bzw dazu dem denn deren dessen doch durch "
    "einem einen einer eines einfluss einige entwicklung ergebnisse erste ersten fragen fur gegen grundlagen hin ihr ihre "
    "ihren ihrer im ins ist ja kein keine konnen mehr mittels nach neue neuen neuer neues nicht noch nur ob oder ohne rolle "
    "seine seinen seiner sich sie sind sowie statt studie studien uber uberblick um unser unter untersuchung untersuchungen "
    "vom vor was wege weil wenn wer werden wie wird wurde zu zwei zwischen "
    "afin apres au aucun aussi aux avant avec ce ces cet cette chez ci comme comment contre depuis deux dont du elle entre est "
    "etait etre etude etudes fait hors il ils je jusque leur leurs lui mais meme mes moins ne nos notre nous ou par parmi pas "
    "peu plus premier premiere puis quand que quel quelle quelques qui quoi sans se selon ses si sous sont tous tout toute "
    "toutes travers tres trois vers voie vos votre vous "
    "acerca al algunos ante aplicacion bajo cada como con cual cuando desde donde durante ella ellos ese esta este estos "
    "estudio estudios fue ha hacia han hasta hay las lo mas mediante mi muy ni nuestra nuestro nueva nuevo otra otras otro "
    "otros pero porque quien segun sobre su sus tambien todo todos traves tu una unas uno unos y ya "
    "agli ai alla alle allo anche che chi ci cio coi col come cui da dai dal dalla dalle degli dei della delle dello di ed era "
    "fra gli io le loro ma nei nel nella nelle nello nuova nuovo per piu quale questa queste questo sua sue sugli sui sul "
    "sulla sulle suo tra tutti "
    "ao aos atraves com da do em essa esse esta isso isto mais na nas nos nossa nosso num numa pela pelas pelo pelos "
    "quais qual sao sem seu seus sua suas tambem uma umas uns "
)
EMPTY = frozenset((*_EMPTY.split(), *_FOREIGN.split()))
# Words that name a subject with others, and too little alone.
_LONE = (
    "user users device devices technology technologies hybrid platform platforms community communities board boards computer "
    "computers body bodies composing score scores performer performers history science student students text interface interfaces "
    "capacity orientation contribution contributions transfer reactivation prediction sensing toolkit toolkits "
    "activities activity algorithm algorithms analysis application applications approximation area areas aspect aspects "
    "association associations attention behavior behaviour case cases characteristics class classes code component "
    "components computation computing concept concepts condition conditions context contexts control data dataset datasets "
    "design difference differences energy environment environments event events factor factors feature features field "
    "fields function functions generation group groups human humans image images information input knowledge language "
    "learning level line machine machines mechanism mechanisms memory model modeling modelling models network networks "
    "object objects optimization order organization organizations output particle particles performance physics point "
    "points process processes processing quality rate relation relations relationship relationships representation "
    "representations research response responses scale search selection set sets signal signals source sources space state "
    "strategies strategy strength structure structures system systems task tasks test tests theory time type types value "
    "values world "
    "action adult complex correlate creation hypothesis item life management pattern phase principle reference "
    "similarity speed subject trial variation versus "
)
LONE = frozenset(_LONE.split())
# General words that may end a phrase: machine learning, language model.
_HEADS = (
    "algorithm algorithms analysis control data design function functions information learning model modeling modelling "
    "models network networks processing state states structure structures system systems theory time "
)
HEADS = frozenset(_HEADS.split())
# Words that may begin a phrase, and name nothing alone: deep learning.
_OPENING = (
    "active anti bi co cross deep early explicit few fine full global hard high implicit inter intra joint large linear "
    "local long low meta mixed multi multiple non one open out over post pre quasi real self semi short single small soft "
    "sparse sub super time two under uni weak wide zero "
)
OPENING = frozenset(_OPENING.split())
# Stems of verbs.
_VERBS = (
    "accept accus achiev act add address adopt aid aim allow announc answer appear apply ask assess attack attempt avoid "
    "back bear beat becom begin behav believ block boost break bring build buy call came capture care carry caus chang "
    "check choos claim close collect com combin compar concern confirm connect consider construct contain continu control "
    "convinc cop cover creat cut deal decid defend deliver demand deny depend deriv describ determin develop die differ "
    "discover discuss draw driv dropp eat emerg enabl encourag end engag enhanc enjoy ensur enter establish estimat evaluat "
    "examin execut exist expand expect experienc explain explor expos express fac face fail fall feel fight fill find fit "
    "fix focus follow forc form found gain gather gave generat get giv go goes gone got grow handl happen hat have hear "
    "help hid hit hold hop identify ignor imagin improv includ increas indicat infer inform integrat interpret introduc "
    "investigat involv join judg keep kill know lack launch lead learn leav let limit link list listen liv look lose lost "
    "lov made maintain mak manag mark matter mean measur meet met miss mov nam need notic obtain occur offer open operat "
    "order pass pay perform pick plac plan play post predict prefer prepar present prevent produc promot propos protect "
    "prov provid pull push put quantify rais rank reach read realiz receiv recogniz reduc reflect refus relat releas rely "
    "remain remember remov replac reply report represent requir resolv respond rest restor result retain return reus reveal "
    "rid ris run said sav saw say seek seem seen sees select sell send serv set shap shar shift shoot shot show sit sleep "
    "solv speak spend split spread stand start stay stop struggl succeed suggest support suppos surviv take talk target "
    "teach tell tend think threaten thriv throw told took track transform treat trigger try turn understand unveil updat "
    "urg visit vot wait walk want warn watch wear went win wish won wonder work worry writ "
)
VERBS = frozenset(_VERBS.split())
# Nouns that end as adjectives do.
_NOUNS = (
    "accident accidents achievement additive adjective agent agents alignment animal anomaly archive argument arithmetic "
    "arousal assembly assignment bed butterfly cable capital category cement climate clinic consent content crystal "
    "deployment dictionary directive document documents element elements employment entanglement environment epidemic "
    "equipment event fabric family feed glossary government gradient gradients history hospital infrared inventory "
    "investment italy journal laboratory library logic magic management memory metal mineral monopoly mosaic motive "
    "movement music narrative objective observatory pandemic panic parent parents patient patients perspective plant plants "
    "plastic proposal public red reinforcement renewal republic retrieval rhetoric sediment seed sentiment signal speed "
    "story student students survival syllable table talent territory theory traffic trajectory treatment trial variable "
    "vegetable vocabulary weed "
)
NOUNS = frozenset(_NOUNS.split())
