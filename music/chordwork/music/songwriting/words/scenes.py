"""What a song about something could show: pictures by subject, read and chosen by hand, as data.

Every picture that a plan offers is one of these or a noun of the theme itself, so nothing can come out that nobody has
looked at. Subjects are found by their words; a word that is at home in two of them ("cup", "match", "bank") stands in
none.
"""

from __future__ import annotations

from typing import Final

import attrs


@attrs.frozen
class Scene:
    """A subject.

    Attributes:
        name: for programs.
        words: base forms that speak of it, parted by blanks.
        pictures: what a song about it can show, most telling first, parted by ``|``.
        is_feeling: said with almost anything; other subjects of the theme come first.
    """

    name: str
    words: str
    pictures: str
    is_feeling: bool = False


SCENES: Final = (
    # People
    Scene("love", "love lover heart darling sweetheart beloved valentine romance fiance fiancee adore amour",
          "two shadows|her handwriting|last dance|names in the bark|park bench|warm hands|porch light|shared umbrella"
          "|borrowed sweater|love letter|window seat|heartbeat|first snow|candlelight|two cups", is_feeling=True),
    Scene("kiss", "kiss hug embrace cuddle caress", "doorstep|streetlight|closed eyes|warm breath|goodnight|rain on the roof"
          "|red scarf|last train|trembling hands|garden wall"),
    Scene("wedding", "wedding marriage marry bride groom bridesmaid married wed engagement honeymoon anniversary vow",
          "white dress|ring|church bells|bouquet|dance floor|first dance|veil|confetti|long table|raised glasses|flowers|open door"
          "|old photographs|string of lights"),
    Scene("heartbreak", "heartbreak heartbroken breakup divorce divorced dumped unfaithful lovesick heartache broken_heart",
          "unmade bed|half the wardrobe|silent phone|spare key|old photographs|cold side of the bed|packed suitcase"
          "|two cups, one used|letter in a drawer|rain on the window|ring on the table|slammed door", is_feeling=True),
    Scene("parting", "goodbye farewell depart departure parting leave leaving left gone separated separation",
          "open door|suitcase|platform|last train|taxi lights|waving hand|coat on the hook|empty hallway|house keys"
          "|rear window|street corner|turned back", is_feeling=True),
    Scene("longing", "missing miss longing homesick yearn wait waiting nostalgia nostalgic absence",
          "window|calendar|quiet phone|old jacket|empty chair|photograph|letterbox|last message|porch light|folded letter"
          "|name on a list|far-off lights", is_feeling=True),
    Scene("death", "death dead die died dying bury buried funeral grave graveyard cemetery mourn mourning grief grieve"
          " widow widower orphan coffin",
          "empty chair|black coat|white flowers|church bell|candle|old photographs|wristwatch|reading glasses|hat on the hook"
          "|stone with a name|quiet kitchen|garden gate|folded hands|unfinished letter"),
    Scene("mother", "mother mom mum mama mommy mummy stepmother",
          "apron|kitchen window|warm bread|lullaby|packed lunch|sewing box|front door|silver hair|her hands|old songs"
          "|bedtime story|house keys|family album"),
    Scene("father", "father dad daddy papa stepfather",
          "work boots|toolbox|strong hands|old truck|shoulders|garage light|pocket knife|fishing rod|Sunday shirt"
          "|first bike|car keys|workbench|front seat|his laugh"),
    Scene("grandparent", "grandmother grandma granny nana gran grandfather grandpa granddad grandad grandparent",
          "rocking chair|old photographs|reading glasses|kitchen table|patchwork quilt|garden gate|button tin|wall clock"
          "|creased hands|lace curtain|front porch|recipe book|old radio|walking stick"),
    Scene("child", "child kid baby newborn infant toddler son daughter boy girl childhood grandson granddaughter grandchild"
          " born birth pregnant cradle",
          "small shoes|first steps|night light|paper boat|swing|cradle|tiny hands|bedtime story|chalk on the pavement"
          "|sandbox|wooden toys|school bag|marks on the door frame|kite"),
    Scene("siblings", "brother stepbrother stepsister sister sibling twin",
          "bunk beds|tree house|back seat|secret code|shared room|old bikes|garden fence|whispers after dark|family album"
          "|hand-me-down coat|same smile"),
    Scene("family", "family parent cousin uncle aunt nephew niece relatives reunion home-cooked",
          "long table|family album|porch|front door|kitchen noise|old photographs|empty plates|garden chairs|hallway full of coats"
          "|Sunday table|same old stories"),
    Scene("friend", "friend friendship buddy pal mate companion bestie neighbour neighbor",
          "front steps|two bikes|old jokes|park bench|late bus|open road|shared secret|campfire|back row|bridge at night"
          "|group photograph|spare key|phone at midnight"),
    Scene("marriage", "husband wife spouse married couple",
          "gold ring|two chairs|kitchen light|garden bench|shared blanket|slow dance|morning light|hand on a shoulder"
          "|wedding picture|same side of the bed|front porch"),
    Scene("old age", "elderly wrinkle aging ageing retirement retire retired aged",
          "silver hair|wall clock|old photographs|creased hands|park bench|calendar|walking stick|evening light|rocking chair"),
    Scene("thanks", "thank thanks grateful gratitude thankful appreciate",
          "open hands|light in the window|letter|handshake|flowers|long road|steady hand|open door|warm coat|shoulder",
          is_feeling=True),
    Scene("sorry", "sorry apology apologise apologize forgive forgiveness regret mistake guilt guilty shame",
          "closed door|folded letter|flowers|broken cup|long silence|phone in the hand|front steps|bridge|rain|mirror",
          is_feeling=True),
    Scene("teacher", "teacher school classroom student pupil university college lesson graduation graduate homework"
          " professor exam",
          "blackboard|chalk dust|school bell|back row|notebook|desk by the window|pencil|schoolyard|open book|long corridor"
          "|red ink|clock on the wall"),
    # Feelings
    Scene("joy", "happy cheer grin bliss glee happiness joy joyful smile laugh laughter laughed delight fun cheerful glad sunshine",
          "open window|sunlight|bare feet|street music|balloons|bright kitchen|bicycle bell|summer street|ringing laughter"
          "|clear sky|dance floor", is_feeling=True),
    Scene("sadness", "sad sadness cry crying tears tear sorrow melancholy unhappy weep sob depressed depression",
          "rain on the window|grey morning|damp sleeve|unmade bed|quiet phone|cold cup|empty street|mirror|drawn curtains",
          is_feeling=True),
    Scene("lonely", "lonely loneliness alone lonesome solitude isolated",
          "empty chair|single light|quiet phone|one plate|hallway|streetlight|last bus|window|radio in the dark|long evening",
          is_feeling=True),
    Scene("fear", "afraid fear scared scary frightened terror nightmare dread panic anxious anxiety worry horror terrified",
          "shadow on the wall|creaking stairs|locked door|footsteps|bedside lamp|heartbeat|long corridor|cold hands|clock"
          "|open eyes", is_feeling=True),
    Scene("anger", "angry anger rage fury furious hate hatred betray betrayed betrayal revenge jealous jealousy lie liar lies",
          "slammed door|clenched fist|broken glass|torn letter|burning bridge|thunder|closed curtain|mirror|matchbox"
          "|sharp words", is_feeling=True),
    Scene("hope", "hope hopeful faith courage brave strength believe strong optimism overcome",
          "first light|open window|green shoots|candle|bridge|long road|clear sky|lighthouse|open hands|morning star",
          is_feeling=True),
    Scene("dream", "dream dreaming daydream wish imagination imagine",
          "half-open window|moonlight|paper boat|pillow|staircase|balloon|stars|open sea|curtain|distant music",
          is_feeling=True),
    Scene("sleep", "sleep asleep sleepless insomnia bed tired exhausted lullaby pillow nap bedtime weary",
          "pillow|bedside lamp|alarm clock|ceiling|curtain|blanket|ticking clock|streetlight|night bus|moon in the window"),
    Scene("freedom", "freedom free liberty escape escaped independence liberated",
          "open road|open gate|bird on the wing|wide sky|broken chain|unlocked door|horizon|bare feet|wind|empty highway"
          "|raised hands|key"),
    Scene("memory", "memory memories remember forget forgot forgotten past yesterday recall reminisce",
          "shoebox|old photographs|attic|faded ink|dust in the light|old song|postcard|diary|school bag|wall clock|pressed flower",
          is_feeling=True),
    Scene("time", "hour minute clock tomorrow future someday forever momentage",
          "clock|calendar|sunrise|unopened letter|hourglass|packed bag|railway timetable|first light|open door|wall clock",
          is_feeling=True),
    Scene("change", "change beginning anew restart", "packed boxes|open door|front steps|blank page"
          "|fresh paint|house keys|first light|crossroads|empty room", is_feeling=True),
    Scene("illness", "sick illness ill hospital doctor nurse disease cancer cure heal healing wound patient medicine surgery",
          "white corridor|night light|quiet ward|flowers on the sill|folded blanket|steady hands|clock on the wall"
          "|waiting room|name tag|open window|soft shoes|warm cup"),
    Scene("drinking", "drunk tavern saloon bourbon tequila gin brandy rum ale liquor drink whiskey whisky wine beer bar pub hangover bottle vodka cocktail",
          "bar stool|neon sign|empty glass|jukebox|last round|closing time|back door|streetlight|spilled stories|taxi lights"),
    Scene("prayer", "god altar saint miracle grace priest rosary psalm cathedral shrine pray prayer church heaven angel soul bless blessing holy chapel hymn gospel spirit temple mosque",
          "candle|church bell|stained glass|folded hands|wooden bench|open door|long aisle|evening light|choir|stone steps"),
    # Home and things
    Scene("home", "home mansion bungalow staircase balcony chimney bedroom bathroom cabin hut couch sofa loft house cottage door roof porch hometown apartment flat room kitchen attic backyard homeland hallway",
          "front door|porch light|kitchen table|garden gate|creaking stairs|chimney smoke|window|keys on a hook|old sofa"
          "|worn doormat|back steps|wall clock|light in the hall"),
    Scene("garden", "garden bouquet orchid lawn fountain poppy magnolia iris patio terrace clover thistle dandelion flower rose lily tulip daisy lavender bloom blossom petal gardener gardening plant seed sunflower",
          "garden gate|watering can|bees|petals|stone path|wooden bench|damp earth|garden wall|clay pots|sunlight|roses"
          "|butterflies|rain barrel"),
    Scene("letter", "letter mail postcard envelope diary journal message telegram write wrote written postman",
          "envelope|stamp|folded paper|ink|desk lamp|letterbox|postmark|handwriting|drawer|ribbon|unsent words"),
    Scene("photograph", "photograph photo picture camera album portrait",
          "shoebox|faded colours|album|silver frame|dusty shelf|smile|negatives|date on the back|mantelpiece"),
    Scene("watch", "wristwatch bracelet earring pearl jewel diamond treasure ruby sapphire heirloom antique locket necklace keepsake jewelry jewellery",
          "velvet box|worn strap|dresser drawer|silver chain|initials|ticking|old photographs|attic|dust"),
    Scene("clothes", "dress gown skirt outfit denim bonnet cloak costume silk lace velvet jumper bikini shoe shoes jacket coat sweater hat scarf suit glove shirt jeans boots boot",
          "open wardrobe|loose thread|mirror|hanger|worn heels|missing button|dance floor|front steps|hook by the door"
          "|puddle|pavement"),
    Scene("books", "book novel story library read reading poem poetry poet writer author page bookshop",
          "dog-eared page|reading lamp|bookmark|dusty shelf|margin notes|armchair|spine|last chapter|rain on the window|ink"),
    Scene("piano", "piano keyboard harpsichord",
          "ivory keys|sheet music|piano stool|metronome|open lid|dusty pedals|Sunday songs|one note out of tune|candle"
          "|drawing room|candlestick"),
    Scene("music", "music viola harp chord rhythm anthem aria duet ballad sonata tambourine fiddle clarinet song guitar violin drum drummer band concert melody singer sing radio orchestra singing guitarist"
          " record records accordion trumpet saxophone cello flute banjo ukulele choir harmonica stage musician vinyl",
          "stage lights|loose strings|amplifier|crackling speaker|front row|last chord|open case|street corner|old radio"
          "|tour van|encore|song on the stairs|back room"),
    Scene("dance", "dance waltz polka cabaret dancing dancer ballroom tango salsa ballet disco nightclub",
          "dance floor|turning lights|worn shoes|mirror ball|open collar|red dress|drumbeat|crowded room|last song|kitchen tiles"
          "|bare feet|street lamp"),
    Scene("party", "party birthday celebrate celebration champagne fireworks confetti balloon cake carnival festival karaoke",
          "balloons|paper lanterns|candles on a cake|loud laughter|confetti|string of lights|open door|front lawn|music next door"
          "|paper hats|fireworks|ribbon|full house"),
    Scene("coffee", "coffee kettle loaf teacup dough muffin cafe espresso tea breakfast teapot latte bakery baker bread",
          "steam|chipped cup|window seat|newspaper|spoon|morning light|corner table|kettle|quiet street|warm hands"
          "|bell above the door|first customers|crumbs"),
    Scene("food", "dinner banana lemon candy sandwich spaghetti grill stew strawberry tomato garlic snack steak picnic popcorn supper lunch cook cooking meal recipe soup pizza pie restaurant chef pancake feast cookie chocolate"
          " hungry hunger waiter waitress barbecue",
          "long table|steam|checked tablecloth|wooden spoon|kitchen light|apron|empty plates|second helpings|full house"
          "|clatter of plates|order pad"),
    Scene("phone", "phone telephone call voicemail texting cellphone internet online screen computer laptop email social",
          "blue light|missed call|blinking screen|last message|dial tone|charger by the bed|empty inbox|late hour|three dots"),
    Scene("fire", "fire torch charcoal furnace stove cigarette tobacco cigar ashtray flame burn burning campfire bonfire candle ember spark blaze smoke fireplace hearth wildfire ash",
          "sparks|embers|smoke|glowing coals|ash|orange sky|matchbox|warm faces|woodpile|candle|circle of stones"),
    Scene("money", "money rich poor debt poverty coin dollar rent landlord bill wage millionaire wealth evicted eviction",
          "empty purse|unpaid bills|kitchen table|loose change|tin box|closed shop|letter on the doormat|packed boxes"
          "|broken heater|front steps"),
    Scene("key", "key keys lock locked doormat keyhole", "brass key|doormat|keyhole|hook by the door|locked drawer|porch|spare room"
          "|loose board|flowerpot|creaking door"),
    Scene("mirror", "mirror reflection beauty makeup lipstick", "bathroom light|steamed glass|comb|open drawer|red lipstick"
          "|window at night|stranger in the glass|creased hands"),
    Scene("hands", "hand finger palm fist touch", "gloves|ring|creased palms|pocket|handshake|warm pockets|window pane|held breath"),
    Scene("eyes", "eye gaze stare glance", "mirror|window|half-closed curtains|lamplight|first look|clear water|crowded room"),
    Scene("secret", "secret whisper promise confession stranger mystery riddle", "folded note|locked drawer|back stairs|half-open door"
          "|candle|crossed fingers|quiet corner|long corridor|key"),
    Scene("cards", "poker casino gambler gambling gamble chess dice luck jackpot lottery", "green table|last coin|queen of hearts"
          "|clock with no hands|neon sign|empty pockets|back room|black and white squares"),
    Scene("hotel", "hotel motel inn guest hostel", "room key|neon sign|long corridor|thin curtains|suitcase|front desk|numbered doors"
          "|parking lot|unmade bed|view of the street"),
    Scene("robot", "robot android cyborg artificial", "blinking light|cold metal|wires|charging dock|blue screen|silent workshop"
          "|row of switches|empty city|first word"),
    Scene("hero", "hero superhero", "cape|rooftop|raised arms|worn boots|long shadow|open hands|name on a wall|first light"),
    Scene("lamp", "lamp lantern candlelight lightbulb", "moths|long shadow|window|open book|warm circle|dark stairs|matchbox|worn switch"),
    Scene("toy", "toy doll teddy puppet kite marble playground swing treehouse lego",
          "wooden blocks|attic|button eyes|tin soldier|chalk|sandbox|worn ears|cardboard castle|toy box|long grass"),
    # Places and travel
    Scene("sea", "sea hull deck lifeboat cove pier reef shark beacon coral mast schooner barge marina oyster crab lagoon ocean wave waves tide coast shore sailor sail ship mermaid harbour harbor anchor whale dolphin beach"
          " island lighthouse seagull pirate fisherman surf surfer seaside sand submarine boat yacht",
          "salt air|gulls|harbour lights|tide|driftwood|rope|horizon|white sails|sea glass|foam|wet sand|foghorn|footprints"
          "|rolling waves|lantern|far shore"),
    Scene("river", "river salmon trout swamp eel paddle marsh creek weir stream bridge lake waterfall canal brook pond fishing fish kayak canoe raft swim swimming ferry",
          "old bridge|stepping stones|reeds|slow water|wooden jetty|ripples|willow|mist|fishing rod|muddy bank|rowing boat|pebbles"),
    Scene("mountain", "mountain glacier volcano crater ravine mountaineer boulder mountains hill peak summit valley climb climbing climber hike hiking alps cliff canyon cave trail",
          "snow line|stone path|thin air|echo|pine trees|valley lights|cloud|campfire|worn boots|ridge|cold spring|eagle"),
    Scene("forest", "forest timber cedar grove elm thorn mushroom acorn moss fern woods tree oak pine willow jungle leaf branch woodland birch maple apple orchard root",
          "moss|old oak|birdsong|winding path|fallen leaves|roots|clearing|names in the bark|owl|pine needles|green shade|fern"),
    Scene("desert", "desert cactus dune oasis camel sahara canyon drought dust",
          "endless sand|stars|dry riverbed|heat haze|tracks in the sand|dust|far-off light|empty flask|cold night|wide sky"
          "|long shadow"),
    Scene("country", "farm shepherd haystack scarecrow wagon barley duck hen farmer field meadow barn countryside village wheat corn harvest cow sheep tractor rural cowboy ranch"
          " horse saddle prairie hay goat chicken rooster pony pig lamb vineyard",
          "barn door|dirt road|wooden fence|tall grass|hay|weather vane|windmill|dusty boots|open field|gravel yard|gate"
          "|church tower|evening bells"),
    Scene("city", "city cab pavement skyline town street downtown skyscraper subway neighborhood neighbourhood alley sidewalk avenue traffic taxi"
          " paris london york berlin rome metro suburb urban boulevard tokyo madrid chicago nashville",
          "neon|wet pavement|rooftops|streetlights|crosswalk|corner shop|fire escape|crowd|last bus|window lights|market square"
          "|café chairs|stone bridge"),
    Scene("road", "road freeway parkway garage windshield wheel scooter highway drive driving car truck motorcycle motorbike journey travel traveller traveler trip wander"
          " wanderer adventure map van roadside hitchhike automobile nomad",
          "open road|road sign|rear-view mirror|white lines|petrol station|dusty windscreen|paper map|radio|horizon|headlights"
          "|roadside diner|milestone|long bend"),
    Scene("train", "train railway railroad station platform locomotive conductor commuter tram",
          "platform|whistle|station clock|rails|window seat|suitcase|ticket|signal light|waiting room|last train|steam|timetable"),
    Scene("bus", "bus bicycle bike cycling cyclist ride riding",
          "back seat|bus stop|fogged window|ticket|late hour|street corner|wheels|handlebars|scraped knees|downhill|bell|long street"),
    Scene("flight", "airplane aeroplane plane airport pilot fly flying flight helicopter wings",
          "runway lights|window seat|clouds below|departure board|boarding pass|wing|small houses below|suitcase|clear sky"),
    Scene("space", "space rocket astronaut planet galaxy mars universe cosmos comet satellite alien spaceship orbit telescope",
          "countdown|blue planet|stars|silver suit|dark side of the moon|radio silence|small window|launch pad|long silence"),
    Scene("circus", "circus clown fairground carousel magician acrobat rollercoaster theatre theater actor actress",
          "striped tent|carousel lights|sawdust|red curtain|painted smile|tightrope|brass band|empty seats|spotlight|popcorn"),
    Scene("museum", "museum art painting painter artist paint sculpture gallery brush canvas",
          "canvas|brush|north light|gold frame|empty easel|paint on the sleeve|unfinished portrait|bare wall|blue shadow"),
    Scene("prison", "prison jail prisoner cell cage captive convict",
          "iron gate|small window|tally marks|stone wall|keys|square of sky|long corridor|folded letter|visiting room"),
    Scene("ghost", "ghost phantom tomb skeleton crypt dungeon haunted witch vampire monster zombie haunt halloween demon devil curse werewolf dragon",
          "creaking stairs|candle|old mansion|mist|full moon|attic|footsteps|locked room|long shadow|midnight bell|iron gate"),
    Scene("fairy", "fairy elf goddess throne genie cinderella troll princess prince king queen castle knight kingdom magic wizard unicorn crown legend",
          "stone tower|drawbridge|silver crown|banner|torchlight|deep forest|sword|long staircase|golden gate|white horse"),
    # Weather, seasons, hours
    Scene("rain", "rain weather fog mist dew rainy raining umbrella drizzle puddle downpour shower cloud cloudy rainbow monsoon",
          "umbrella|puddles|wet pavement|rooftops|gutters|raincoat|grey sky|window pane|streetlight|wet hair|drops on the glass"
          "|rain barrel"),
    Scene("storm", "storm stormy thunder lightning hurricane tornado gale tempest thunderstorm typhoon cyclone",
          "dark clouds|thunder|lightning|shutters|rattling windows|bent trees|candle|black sky|first drops|howling wind"
          "|slamming gate"),
    Scene("flood", "flood flooding earthquake disaster landslide avalanche tsunami",
          "sandbags|high water|rooftops|rescue boat|muddy stairs|bridge|water line on the wall|helping hands|neighbours|shovels"
          "|first dry day"),
    Scene("wind", "wind breeze windy windmill sailing",
          "bent grass|washing line|open window|shutters|weather vane|blown leaves|paper kite|hat|tall trees|clouds"),
    Scene("snow", "snow snowy snowflake ice icy frost frozen blizzard snowman sled ski skiing skating skate",
          "footprints|ice on the pane|white roofs|wool mittens|sled|icicles|chimney smoke|quiet street|bare branches|breath in the air"
          "|lantern"),
    Scene("winter", "winter december january february",
          "frosted window|bare branches|wool scarf|fireplace|long nights|first snow|chimney smoke|streetlight|warm kitchen"),
    Scene("christmas", "christmas xmas santa holiday hanukkah sleigh mistletoe advent",
          "candles|snow|paper stars|church bells|string of lights|wrapped boxes|pine tree|empty chair|carols|fireplace|silver bells"),
    Scene("new year", "resolution countdown new_year", "fireworks|wall clock|empty street|confetti|first light|church bells"
          "|rooftops|long shadow"),
    Scene("spring", "spring springtime april easter",
          "blossom|open window|green shoots|birdsong|melting snow|muddy boots|garden gate|first warm day"),
    Scene("summer", "summer june july august heat vacation sunny sunburn sunbathing pool",
          "bare feet|long evening|warm stones|open windows|swimming hole|sunburn|crickets|back porch|bicycle|fireflies|picnic blanket"
          "|screen door"),
    Scene("autumn", "autumn september october november leaves pumpkin thanksgiving",
          "fallen leaves|bare branches|wool coat|bonfire smoke|low sun|wet pavement|red maple|long shadow|chimney smoke"),
    Scene("morning", "morning dawn sunrise daybreak sun waking wake awake",
          "first light|kitchen window|birdsong|alarm clock|steam|dew|open curtain|empty street|newspaper|bare feet"),
    Scene("evening", "evening sunset dusk twilight afternoon",
          "long shadows|porch light|last light|swallows|warm stones|open window|first star|orange sky|garden chairs"),
    Scene("night", "night moon moonlight star dark darkness midnight starlight nighttime nights",
          "streetlight|moonlight|empty street|open window|stars|rooftops|distant train|owl|sleeping town|shadow|blue hour"
          "|lamp in a window"),
    Scene("sky", "sky horizon cloudless", "clouds|swallows|rooftops|kite|horizon|first star|open field|vapour trail"),
    # Animals
    Scene("dog", "dog puppy hound terrier beagle retriever spaniel labrador pup",
          "muddy paws|leash by the door|wagging tail|tennis ball|garden gate|cold nose|blanket|front step|old collar|long walk"
          "|bark|park bench"),
    Scene("cat", "cat kitten kitty feline tomcat",
          "soft paws|windowsill|green eyes|ball of wool|warm lap|rooftop|garden wall|whiskers|patch of sunlight|ajar door|purr"),
    Scene("horse", "mare donkey horseback horseshoe rodeo stallion foal pony mustang gallop horse horses",
          "dust|open plain|hooves|wind in the mane|wooden fence|saddle|morning mist|wild grass|stable door|long trail"),
    Scene("bird", "bird sparrow robin nightingale crow raven eagle dove pigeon owl swallow swan nest feather hawk goose parrot"
          " wren hummingbird blackbird seagull falcon heron",
          "nest|feather|open sky|high branch|rooftop|birdsong|garden fence|broken wing|first light|windowsill|wire above the street"),
    Scene("small animal", "hamster rabbit mouse guinea squirrel hedgehog bunny pet gerbil",
          "open cage|straw|tiny paws|wheel|under the sofa|bright eyes|garden fence|crumbs|shoebox|late-night rustle"),
    Scene("wild animal", "fox kangaroo koala zebra snake lizard crocodile otter beaver coyote reindeer rhino hippo gorilla wolf bear deer lion tiger elephant wild badger leopard stag moose giraffe monkey zoo panther",
          "tracks|moonlit clearing|tall grass|red coat|bright eyes|edge of the forest|still pond|cold air|howl|hidden den"),
    Scene("bee", "bee honey hive beekeeper honeycomb", "hum|clover|petals|wooden hive|warm stones|sunlight|garden path|wax candle"),
    Scene("insect", "butterfly ladybug firefly spider cricket dragonfly ant moth insect wasp grasshopper beetle",
          "silver web|tall grass|lamplight|dew|wings|garden path|window corner|dust in the light|summer night"),
    Scene("slow animal", "turtle tortoise frog toad snail", "still pond|reeds|wet stones|tall grass|slow road|mud|first rain|shell"),
    Scene("fish", "goldfish aquarium", "glass bowl|ripples|silver scales|slow circles|blue light|pebbles"),
    # Work, sport, world
    Scene("factory", "factory worker assembly machine shift warehouse miner mine steel welder construction builder carpenter"
          " mechanic plumber electrician labour labor work working job coal mason bricklayer docker blacksmith",
          "time clock|work boots|lunch box|conveyor belt|grey dawn|hard hat|oil on the hands|siren at six|parking lot|worn gloves"
          "|long shift|factory gate"),
    Scene("office", "office boss desk meeting career manager secretary accountant overtime deadline colleague resign fired quit",
          "desk lamp|elevator|cardboard box|empty corridor|name plate|last train|window on the ninth floor|stack of paper|clock"
          "|coat on the chair"),
    Scene("driver", "driver trucker cabbie courier delivery",
          "headlights|long road|radio|rear-view mirror|rain on the windscreen|paper map|late hour|rest stop|white lines"),
    Scene("shop", "shop store market mall shopkeeper tailor barber hairdresser cashier supermarket",
          "bell above the door|counter|shop window|paper bags|price tags|closing time|awning|mirror|first customers"),
    Scene("kitchen work", "bartender dishwasher cleaner janitor maid tips",
          "apron|tray|wet floor|order pad|back door|last table|folded napkins|tired feet|tip jar|swinging door"),
    Scene("rescue", "firefighter fireman police policeman paramedic ambulance lifeguard rescue",
          "siren|ladder|smoke|heavy coat|flashing lights|open door|steady hands|radio call|empty street"),
    Scene("victory", "win won winner winning victory champion champions triumph medal trophy underdog finish goal final"
          " finals success",
          "raised arms|roaring crowd|trophy|confetti|medal|final whistle|flags|scoreboard|team bus|muddy shirt|open-top bus"
          "|winning goal|long climb"),
    Scene("sport", "football soccer baseball basketball hockey team race runner run running marathon boxing boxer tennis"
          " athlete coach player stadium olympic wrestling rugby gym referee skateboard",
          "floodlights|locker room|muddy shirt|starting line|scoreboard|stands|laces|whistle|last lap|crowd|worn gloves|old ball"),
    Scene("protest", "protest march strike riot revolution rebel rebellion rights justice injustice politician president mayor"
          " government corrupt corruption union election vote power resist resistance equality racism",
          "raised fists|banners|megaphone|crowded square|painted signs|town hall steps|drums|closed gates|linked arms|sore feet"
          "|names on a wall"),
    Scene("nature", "climate pollution earth planet nature environment polluted extinct plastic wilderness",
          "dry riverbed|green hills|old forest|melting ice|clear water|smokestack|seedling|bare hills|birdsong|open sky"),
    Scene("war", "war weapon sword axe dagger cannon bunker bullet shotgun armor soldier army battle bomb bombs troops trench battlefield gun rifle tank veteran invasion missile enemy"
          " uniform fought fight warrior military grenade navy",
          "boots|dog tags|letter home|empty street|ruined wall|smoke|flag|trench|helmet|broken window|distant thunder"
          "|names on a stone|candle"),
    Scene("peace", "peace truce armistice ceasefire harmony calm quiet silence serenity stillness",
          "white flag|open hands|church bells|olive branch|quiet street|returning birds|laid-down arms|long table|first light"
          "|calm water"),
    Scene("refugee", "refugee immigrant migrant exile border emigrate fled flee homeless immigration displaced",
          "long road|border fence|one suitcase|borrowed coat|house keys|crowded boat|photograph|cold station|lights ahead|blanket"),
)  # fmt: skip
"""Subjects; a theme's word that two of them have belongs to both."""

OF_MOOD: Final[dict[str, tuple[str, ...]]] = {
    "happy": ("sunlight", "open window", "bare feet", "summer street", "street music", "wide sky", "open door", "laughter"),
    "calm": ("window", "evening light", "blanket", "candle", "garden gate", "slow river", "moonlight", "wooden floor"),
    "sad": ("rain on the window", "folded letter", "empty chair", "winter coat", "photograph", "doorway", "streetlight"),
    "tense": ("footsteps", "long shadow", "closed door", "mirror", "midnight", "clock", "empty street"),
}  # fmt: skip
"""Pictures that suit a mood whatever the theme."""
