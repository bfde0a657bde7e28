"""Words that may be offered as rhymes, chosen by hand: plain words that are sung, one to three syllables long.

Whether two of them rhyme says the word table, from their pronunciation. What has two pronunciations is neither rhymed
nor offered, unless its noun's is the one that a song means.
"""

from __future__ import annotations

from typing import Final

from chordwork.music.songwriting.words.wordlists import listed

RHYMING: Final = listed(
    """
    away day play say stay way gray today pray display delay clay ray bay lay pay sway highway railway doorway hallway
    subway display holiday yesterday hay tray runway freeway stray gateway sleigh
    made fade shade parade afraid trade grade blade lemonade brigade braid masquerade invade
    rain train pain lane plain chain again remain explain crane brain grain gain vain vein cane champagne stain plane
    restrain windowpane mainline refrain complain
    name game flame same shame fame frame blame came claim aim tame became
    place face space race grace trace embrace lace chase base fireplace pace case vase erase staircase
    late wait gate fate great weight state date plate create straight hate freight late skate bait estate crate separate
    take make wake lake shake break mistake ache awake cake sake snake stake brake earthquake heartbreak keepsake
    safe wave save brave gave grave cave slave engrave crave
    light night sight bright fight right write white tonight flight height kite bite quite daylight sunlight moonlight
    twilight starlight midnight spotlight knight delight invite despite ignite
    time climb rhyme lime crime prime lifetime sometime daytime nighttime overtime springtime
    line fine mine shine sign wine nine vine design pine decline coastline sunshine headline skyline define
    side ride wide hide pride tide slide guide inside outside beside decide wide bride divide hillside seaside roadside
    denied tried cried died
    sky high fly by try cry why die eye goodbye lie shy dry deny lullaby reply nearby butterfly july
    life wife knife strife
    fire wire desire choir higher tire inspire entire
    mile smile while style aisle isle file
    blind kind find mind behind remind
    child wild mild smiled
    ice nice price twice dice advice paradise rice
    eyes rise skies wise prize surprise sunrise disguise
    like bike strike hike
    alive arrive drive five survive dive
    free tree sea be me see knee key memory free bee degree agree tea she we guarantee melody
    feel real steel wheel heal deal meal steal kneel reveal peel
    deep sleep keep weep sheep steep leap creep asleep
    dream stream seem team steam cream beam gleam stream extreme scream theme
    green seen mean queen scene clean keen between machine fourteen seventeen
    need speed feed lead seed freed bleed agreed
    street feet sweet meet heat beat repeat complete wheat defeat beneath seat concrete greet retreat
    leave believe receive grieve eve forgive
    breeze please freeze trees ease keys
    peace piece release cease increase
    here near fear year dear clear hear disappear beer cheer appear pioneer atmosphere steer
    air care there where share bear fair chair stair hair prayer somewhere everywhere rare beware repair
    wear stare compare dare square
    reach teach beach each speech peach
    heart start part apart art dart cart depart
    dark park spark mark bark lark
    arm farm charm alarm harm warm storm form
    star far car guitar bar jar scar afar radar
    hard yard guard card backyard scarred boulevard
    card
    blue true you new few do through two view dew knew grew threw flew shoe too canoe crew pursue
    moon soon tune noon june balloon spoon afternoon honeymoon lagoon
    room bloom broom gloom
    food mood rude
    move groove prove improve approve
    cool fool school pool rule
    youth truth booth
    blood flood mud bud
    love above glove shove dove
    sun run one fun done gun begun son won
    come some drum sum
    young tongue sung hung among
    rough enough tough
    touch much such
    dust trust must just rust
    truck luck stuck struck
    cup up buttercup
    rush hush brush crush
    under thunder wonder
    brother mother another other
    wonder
    home foam roam chrome
    alone stone phone bone throne tone known grown shown own telephone flown microphone
    road load code explode
    gold cold old hold told fold bold sold rolled
    go know low slow snow show grow glow ago throw blow flow below so no tomorrow shadow rainbow
    hope rope slope
    soul whole goal coal control stroll
    boat coat note float wrote throat afloat
    rose those nose close chose goes
    ghost coast most post host toast
    smoke broke spoke joke oak awoke
    more door floor shore before store war four core anymore roar pour ignore
    born torn horn corn morn worn dawn
    north forth
    short sport fort court airport resort
    call fall wall small all ball hall tall waterfall baseball football recall
    walk talk chalk
    song long strong wrong along belong
    lost frost cost crossed tossed
    loss cross boss moss
    dawn lawn gone drawn
    thought caught brought bought taught
    cause because applause
    water daughter
    boy joy toy enjoy destroy
    voice choice rejoice
    ground sound round found around bound town down brown crown clown drown background playground
    loud cloud proud crowd allowed
    out shout about doubt without
    house mouse
    hour power flower shower tower our
    now how vow bough
    hand land stand sand band grand understand command
    man plan fan can pan began ran
    last past fast cast blast vast
    lamp camp stamp damp
    dance chance romance glance stance advance
    back track black pack attack
    bad mad sad glad dad had lad granddad
    bag flag drag
    bank thank rank tank plank
    cat hat that flat sat
    map trap gap wrap clap
    ash flash crash splash
    match catch patch scratch
    laugh half
    wagon dragon
    better letter sweater
    bed red said led head ahead thread bread spread instead dead
    best west rest nest test guest chest east dressed confessed
    bell tell well fell shell farewell spell hotel
    end friend send bend mend spend weekend pretend
    then pen men ten when again
    sense fence defense suspense
    edge ledge pledge
    bet met set yet forget sunset regret wet
    step kept slept wept
    breath death
    heaven seven eleven
    ever never forever clever
    leather feather weather together whether
    memory
    hill still will fill until chill thrill windowsill
    ring sing wing king bring spring thing swing string everything
    ship trip lip slip grip
    sit bit hit fit split quit
    kiss miss this bliss
    wish fish
    brick stick thick quick click
    drink think pink link
    spin thin win skin begin violin twin
    dinner winner beginner
    river shiver deliver quiver
    winter splinter
    sister twister
    station nation imagination vacation celebration destination
    ocean motion devotion emotion
    city pretty pity
    heart
    hurry worry
    turn burn learn return fern
    word heard bird third
    girl world pearl curl swirl
    first burst thirst
    hurt dirt shirt
    church search
    summer drummer
    candle handle sandal
    table able cable
    window
    garden pardon harden
    morning warning
    fallen
    valley alley rally
    story glory
    money honey sunny funny
    lonely only
    mountain fountain
    rocket pocket
    bottle throttle
    number
    winter
    clock rock lock knock dock block stock
    top stop drop shop hop
    box fox
    job
    lot not shot spot forgot knot
    gone
    song
    october sober
    ember remember december november september
    storm
    letter
    calm palm
    """
)
"""Offered as rhymes."""

TWO_SOUNDS: Final = listed(
    """
    abuse advocate affiliate again ally alternate associate august aunt bass been bow buffet can close combat
    combine compact complex compound conduct conflict console content contest contract contrast converse convert
    convict coordinate data delegate deliberate desert detail direct does dove duplicate either envoy estimate
    excuse export extract fire frequent graduate house impact import incline insult intimate invalid invite job
    lead leisure lever live lives minute mobile moderate mouth neither object our perfect permit polish present
    produce progress project protest quay read rebel recall record refuse research resume roof rose route row
    separate sow subject suspect tear tears tomato tour transfer transform transport upset use vase via wind winds
    wound yours
    """
) - frozenset(["fire", "house", "rose", "mouth"])
"""Words with two pronunciations that end differently: by meaning (wind, live, tear) or by place (aunt, again, roof)."""

SOUNDS_LIKE: Final[dict[str, str]] = {"dove": "love", "tear": "fear"}
"""Of these, the ones that a song means as nouns, and a word that the noun rhymes with. ``wind`` has no rhyme worth
having."""
