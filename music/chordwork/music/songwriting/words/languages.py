"""Song words of sixteen languages as data: about eighty notions each."""

from __future__ import annotations

from typing import Final

import attrs

NOTIONS: Final = (
    "love", "heart", "broken", "sad", "tears", "lonely", "goodbye", "death", "war", "enemy", "fear", "anger", "fight",
    "blood", "fire", "storm", "night", "dark", "moon", "star", "sun", "rain", "snow", "wind", "sea", "river", "mountain",
    "forest", "flower", "garden", "spring", "summer", "autumn", "winter", "morning", "evening", "quiet", "sleep", "dream",
    "peace", "home", "road", "journey", "train", "city", "mother", "father", "child", "friend", "dance", "party", "laugh",
    "happy", "joy", "song", "life", "time", "memory", "hope", "god", "devil", "ghost", "bird", "dog", "freedom", "lost",
    "old", "kiss", "wedding", "beach", "wine", "work", "money", "sky", "winning", "grandmother",
)  # fmt: skip
"""What the entries of each language stand for, in this order."""


@attrs.frozen
class Language:
    """A language.

    Attributes:
        name: in English.
        small: its commonest little words; they tell that a theme is in it.
        entries: stems for each of :data:`NOTIONS`, notions parted by ``|``, stems by blanks.
        joined: words are written without blanks between them.
        stem: letters that a stem must have for an ending to follow it; shorter ones must be the whole word.
        particles: endings that may follow any stem.
    """

    name: str
    small: str
    entries: str
    joined: bool = False
    stem: int = 4
    particles: str = ""


LANGUAGES: Final = (
    Language(
        "German",
        "der die das und ich du er sie wir ihr ist bin nicht ein eine einen mein meine dein deine im am auf mit von zu für über",
        "lieb|herz|gebrochen zerbrochen kaputt liebeskummer herzschmerz|traurig trauer|träne|einsam allein|abschied lebwohl|tod tot gestorben sterben|krieg|feind|"
        "angst furcht|wut zorn wütend|kampf kämpf streit|blut|feuer flamme|sturm gewitter|nacht|dunkel finster|mond|stern|sonne|regen|schnee|"
        "wind|meer ozean|fluss bach|berg|wald wälder|blume rose|garten|frühling|sommer|herbst|winter|morgen|abend|still ruhig ruhe leise|"
        "schlaf|traum träum|frieden|heimat zuhause haus|straße weg|reise|zug züge|stadt|mutter mama|vater papa|kind|freund|tanz tänz|"
        "fest feier party|lach|glücklich froh fröhlich|freude|lied|leben|zeit|erinner|hoffnung|gott|teufel|geist gespenst|vogel vögel|hund|"
        "freiheit|verloren verlier|alt|kuss küss|hochzeit|strand|wein|arbeit|geld|himmel|sieg gewonnen|großmutter oma",
    ),
    Language(
        "French",
        "le la les un une des et je tu il elle nous vous est suis ne pas mon ma mes ton ta dans sur avec pour de du au aux qui que",
        "amour aimer aime|cœur|brisé cassé|triste tristesse|larme pleur|seul solitude solitaire|adieu|mort mourir|guerre|ennemi|"
        "peur crainte|colère rage|combat lutte|sang|feu flamme incendie|tempête orage|nuit|sombre noir obscur|lune|étoile|soleil|pluie|neige|"
        "vent|mer océan|rivière fleuve|montagne|forêt bois|fleur rose|jardin|printemps|été|automne|hiver|matin|soir|calme tranquille silence|"
        "dormir sommeil|rêve|paix|maison foyer|route chemin|voyage|train|ville|mère maman|père papa|enfant|ami amie|danse|"
        "fête|rire rires|heureux heureuse|joie|chanson chant|vie|temps|souvenir mémoire|espoir|dieu|diable|fantôme|oiseau|chien|"
        "liberté|perdu|vieux vieille|baiser|mariage noces|plage|vin|travail|argent|ciel|victoire gagné|grandmère mamie",
    ),
    Language(
        "Spanish",
        "el la los las un una y yo tú él ella nosotros es soy no mi mis tu tus en con por para de del al que se está estoy",
        "amor amar quiero|corazón|roto rota quebrado|triste tristeza|lágrima llorar lloro|solo sola soledad|adiós despedida|muerte muerto morir|guerra|enemigo|"
        "miedo temor|rabia ira furia|pelea lucha batalla|sangre|fuego llama incendio|tormenta tempestad|noche|oscuro oscuridad|luna|estrella|sol|lluvia|nieve|"
        "viento|mar océano|río|montaña|bosque selva|flor flores rosa|jardín|primavera|verano|otoño|invierno|mañana amanecer|tarde atardecer|tranquilo calma silencio|"
        "dormir sueño|soñar sueños|paz|casa hogar|camino carretera calle|viaje|tren|ciudad|madre mamá|padre papá|niño niña hijo hija|amigo amiga|bailar baile|"
        "fiesta|reír risa|feliz felices contento|alegría alegre|canción canto|vida|tiempo|recuerdo memoria|esperanza|dios|diablo|fantasma|pájaro|perro|"
        "libertad|perdido perdida|viejo vieja|beso|boda|playa|vino|trabajo|dinero|cielo|victoria ganar|abuela",
    ),
    Language(
        "Italian",
        "il lo la gli le un una e io tu lui lei noi è sono non mio mia tuo tua in con per di del della al che si nel nella",
        "amore amare amo|cuore|spezzato rotto|triste tristezza|lacrim pianto piangere|solo sola solitudine|addio|morte morto morire|guerra|nemico|"
        "paura timore|rabbia ira|lotta battaglia combattere|sangue|fuoco fiamma|tempesta temporale|notte|buio oscur|luna|stella stelle|sole|pioggia|neve|"
        "vento|mare oceano|fiume|montagna|bosco foresta|fiore fiori rosa|giardino|primavera|estate|autunno|inverno|mattina alba|sera tramonto|calma tranquillo silenzio|"
        "dormire sonno|sogno sogni|pace|casa|strada via|viaggio|treno|città|madre mamma|padre papà|bambino bambina figlio|amico amica|ballare danza|"
        "festa|ridere risata|felice felicità|gioia allegria|canzone canto|vita|tempo|ricordo ricordi|speranza|dio|diavolo|fantasma|uccello|cane|"
        "libertà|perso perduto|vecchio vecchia|bacio|matrimonio nozze|spiaggia|vino|lavoro|soldi|cielo|vittoria vincere|nonna",
    ),
    Language(
        "Portuguese",
        "o a os as um uma e eu tu você ele ela nós é sou não meu minha teu tua em no na com por para de do da que se ao",
        "amor amar amo|coração|partido quebrado|triste tristeza|lágrima chorar choro|sozinho sozinha solidão saudade|adeus despedida|morte morto morrer|guerra|inimigo|"
        "medo|raiva ira|luta briga batalha|sangue|fogo chama|tempestade|noite|escuro escuridão|lua|estrela|sol|chuva|neve|"
        "vento|mar oceano|rio|montanha|floresta|flor flores rosa|jardim|primavera|verão|outono|inverno|manhã|tarde anoitecer|calmo calma silêncio|"
        "dormir sono|sonho sonhar|paz|casa lar|estrada caminho|viagem|trem comboio|cidade|mãe mamãe|pai papai|criança filho filha|amigo amiga|dançar dança|"
        "festa|rir riso|feliz felizes|alegria alegre|canção canto|vida|tempo|lembrança memória|esperança|deus|diabo|fantasma|pássaro|cão cachorro|"
        "liberdade|perdido perdida|velho velha|beijo|casamento|praia|vinho|trabalho|dinheiro|céu|vitória ganhar|avó",
    ),
    Language(
        "Dutch",
        "de het een en ik jij hij zij wij is ben niet mijn jouw in op met van voor over naar aan dat die te bij",
        "liefde houden|hart|gebroken kapot|verdriet verdrietig droevig|traan tranen huilen|eenzaam alleen|vaarwel afscheid|dood sterven|oorlog|vijand|"
        "angst bang|woede boos|vechten strijd|bloed|vuur vlam|storm onweer|nacht|donker|maan|ster sterren|zon|regen|sneeuw|"
        "wind|zee oceaan|rivier|berg|bos woud|bloem roos|tuin|lente|zomer|herfst|winter|ochtend|avond|stil rustig stilte|"
        "slaap slapen|droom dromen|vrede|thuis huis|weg straat|reis|trein|stad|moeder mama|vader papa|kind|vriend|dansen dans|"
        "feest|lachen lach|gelukkig blij|vreugde|lied liedje|leven|tijd|herinnering|hoop|god|duivel|geest spook|vogel|hond|"
        "vrijheid|verloren kwijt|oud|kus kussen|bruiloft|strand|wijn|werk|geld|hemel lucht|overwinning winnen|grootmoeder oma",
    ),
    Language(
        "Swedish",
        "och jag du han hon vi är inte en ett min mitt din i på med av för om till från det den som att",
        "kärlek älskar|hjärta|krossat bruten|ledsen sorg|tårar gråt|ensam|farväl adjö|död dör|krig|fiende|"
        "rädd rädsla|ilska arg vrede|slåss kamp strid|blod|eld låga|storm åska|natt|mörk mörker|måne|stjärn|sol solen|regn|snö|"
        "vind|hav havet|flod älv|berg|skog|blomm ros|trädgård|vår våren|sommar|höst|vinter|morgon|kväll|stilla lugn tyst|"
        "sova sömn|dröm|fred frid|hem hemma hus|väg vägen|resa|tåg|stad|mor mamma|far pappa|barn|vän vänner|dans|"
        "fest|skratt|lycklig glad|glädje|sång visa|liv|tid|minne|hopp|gud|djävul|spöke|fågel|hund|"
        "frihet|förlorad borta|gammal|kyss|bröllop|strand|vin|arbete jobb|pengar|himmel|seger vinner|mormor farmor",
    ),
    Language(
        "Polish",
        "i w na z do nie jest jestem się mój moja twój ja ty on ona my to że za po od dla jak",
        "miłość miłości kocham|serce serca|złaman|smutn smutek|łzy płacz|samotn|żegnaj pożegnan|śmierć śmierci umarł|wojn|wróg|"
        "strach|gniew złość|walka bitwa|krew|ogień ognia|burza|noc nocy|ciemn|księżyc|gwiazd|słońce słońca|deszcz|śnieg|"
        "wiatr|morze morza|rzeka|góry góra|las lasu|kwiat róża|ogród|wiosna|lato|jesień|zima|rano poranek|wieczór|cisz spokój cichy|"
        "sen śpi|marzen sny|pokój|dom domu|droga|podróż|pociąg|miasto|matka mama|ojciec tata|dziecko|przyjaciel|taniec tańcz|"
        "impreza święto|śmiech|szczęśliw|radość|piosenka pieśń|życie|czas|wspomnien pamięć|nadziej|bóg|diabeł|duch|ptak|pies|"
        "wolność|zgubion stracon|stary|pocałun|wesele ślub|plaża|wino|praca|pieniądz|niebo|zwycięstw|babcia",
    ),
    Language(
        "Turkish",
        "ve bir bu ben sen o biz benim senin değil için ile ama gibi çok daha ne var yok",
        "aşk sevgi seviyor|kalp kalbim yürek|kırık|üzgün hüzün|gözyaş ağla|yalnız|elveda veda|ölüm öldü|savaş|düşman|"
        "korku|öfke kızgın|kavga dövüş|kan|ateş yangın|fırtına|gece|karanlık|ay ayın|yıldız|güneş|yağmur|kar|"
        "rüzgar|deniz|nehir ırmak|dağ dağlar|orman|çiçek gül|bahçe|bahar ilkbahar|yaz|sonbahar|kış|sabah|akşam|sessiz sakin|"
        "uyku uyu|rüya hayal|barış huzur|ev evim|yol|yolculuk|tren|şehir|anne|baba|çocuk|arkadaş dost|dans|"
        "parti düğün|gül gülmek kahkaha|mutlu|neşe sevinç|şarkı|hayat|zaman|anı hatıra|umut|tanrı allah|şeytan|hayalet|kuş|köpek|"
        "özgürlük|kayıp|yaşlı eski|öpücük|nikah|plaj sahil|şarap|iş|para|gökyüzü|zafer|büyükanne nine",
    ),
    Language(
        "Indonesian",
        "dan yang di ke dari ini itu aku kamu dia kita saya tidak untuk dengan pada akan sudah",
        "cinta sayang|hati|patah hancur|sedih duka|airmata tangis|sepi sendiri kesepian|perpisahan|kematian mati|perang|musuh|"
        "takut|marah amarah|berkelahi pertarungan|darah|api|badai|malam|gelap|bulan|bintang|matahari|hujan|salju|"
        "angin|laut|sungai|gunung|hutan|bunga mawar|taman kebun|semi|kemarau|gugur|dingin|pagi|sore senja|tenang sunyi|"
        "tidur|mimpi|damai|rumah|jalan|perjalanan|kereta|kota|ibu mama|ayah bapak|anak|teman sahabat|menari dansa|"
        "pesta|tertawa tawa|bahagia senang|gembira|lagu nyanyian|hidup|waktu|kenangan|harapan|tuhan|setan iblis|hantu|burung|anjing|"
        "kebebasan|hilang tersesat|tua|cium|pernikahan|pantai|anggur|kerja|uang|langit|kemenangan menang|nenek",
    ),
    Language(
        "Russian",
        "и в на с не я ты он она мы вы мой моя твой что как но это по за от у из для",
        "любов любл|сердц|разбит|грустн печал грусть|слез|одинок одиночеств|прощай прощан|смерт умер|войн|враг|"
        "страх|гнев злост|драка борьб бой|кров|огонь огня пожар|буря гроза|ноч|темн тьма|луна луны месяц|звезд|солнц|дожд|снег|"
        "ветер ветр|море моря океан|река реки|гора горы|лес леса|цвет роза|сад саду|весн|лето лета лете летом|осен|зима зимы|утро утра|вечер|тих тишин споко|"
        "сон спать спи|мечт сны|мир мира|дом дома|дорог путь|путешеств|поезд|город|мать мама|отец папа|ребен дети|друг друзья|танц|"
        "праздник вечеринк|смех смея|счастлив|радост|песн|жизн|врем|памят вспомин воспоминани|надежд|бог|дьявол черт|призрак дух|птиц|собак|"
        "свобод|потерян|стар|поцелу|свадьб|пляж|вино|работ|деньги денег|небо неба|побед|бабушк",
        stem=3,
    ),
    Language(
        "Arabic",
        "في من على إلى عن أنا أنت هو هي لا ما هذا هذه يا كل مع",
        "حب حبي الحب أحبك|قلب قلبي القلب|مكسور|حزين حزن الحزن|دموع دمعة|وحيد وحيدا|وداع وداعا|موت الموت|حرب الحرب|عدو|"
        "خوف الخوف|غضب الغضب|قتال معركة|دم الدم|نار النار|عاصفة العاصفة|ليل الليل ليلة|ظلام الظلام|قمر القمر|نجم نجوم النجوم|شمس الشمس|مطر المطر|ثلج الثلج|"
        "ريح الريح|بحر البحر|نهر النهر|جبل الجبل|غابة الغابة|وردة زهرة الورد|حديقة الحديقة|ربيع الربيع|صيف الصيف|خريف الخريف|شتاء الشتاء|صباح الصباح|مساء المساء|هدوء صمت هادئ|"
        "نوم النوم|حلم أحلام الحلم|سلام السلام|بيت البيت وطن|طريق الطريق|سفر رحلة|قطار القطار|مدينة المدينة|أم أمي الأم|أب أبي|طفل الطفل|صديق أصدقاء|رقص الرقص|"
        "حفلة عيد|ضحك|سعيد سعادة|فرح الفرح|أغنية|حياة الحياة|وقت زمن|ذكرى ذكريات|أمل الأمل|الله رب|شيطان|شبح|طائر عصفور|كلب|"
        "حرية الحرية|ضائع|قديم عجوز|قبلة|زفاف عرس|شاطئ|نبيذ|عمل|مال|سماء السماء|نصر فوز|جدتي جدة",
        stem=3,
    ),
    Language(
        "Hindi",
        "और में का की के को से है हूँ मैं तुम वह यह नहीं मेरा मेरी पर भी",
        "प्यार प्रेम इश्क|दिल हृदय|टूटा टूट|दुखी उदास ग़म|आँसू आंसू|अकेला अकेली तन्हा|अलविदा विदा|मौत मृत्यु|युद्ध जंग|दुश्मन|"
        "डर भय|गुस्सा क्रोध|लड़ाई|खून|आग|तूफ़ान तूफान|रात|अंधेरा|चाँद चांद|तारा तारे|सूरज धूप|बारिश|बर्फ़ बर्फ|"
        "हवा|समुद्र सागर|नदी|पहाड़|जंगल|फूल गुलाब|बगीचा|बसंत|गर्मी|पतझड़|सर्दी|सुबह|शाम|शांत ख़ामोश|"
        "नींद|सपना सपने ख़्वाब|शांति|घर|रास्ता सड़क|सफ़र यात्रा|रेल|शहर|माँ मां|पिता|बच्चा बच्चे|दोस्त|नाच नृत्य|"
        "जश्न पार्टी|हँसी हंसी|खुश|खुशी आनंद|गीत गाना|जीवन ज़िंदगी|समय वक़्त|याद यादें|आशा उम्मीद|भगवान ईश्वर|शैतान|भूत|चिड़िया पंछी|कुत्ता|"
        "आज़ादी|खोया|बूढ़ा पुराना|चुंबन|शादी|समुद्रतट|शराब|काम|पैसा|आसमान|जीत|दादी नानी",
        stem=3,
    ),
    Language(
        "Korean",
        "나는 너는 우리 그리고 나의 너의 그녀 이 그 저 내",
        "사랑|마음 심장|부서진|슬픔 슬픈|눈물|외로움 외로운 혼자|안녕 이별|죽음|전쟁|적|"
        "두려움 공포|분노|싸움|피|불 불꽃|폭풍|밤|어둠|달 달빛|별|태양 햇살|비 빗물|눈 눈꽃|"
        "바람|바다|강|산|숲|꽃 장미|정원|봄|여름|가을|겨울|아침|저녁|고요 조용|"
        "잠|꿈|평화|집|길|여행|기차|도시|엄마 어머니|아빠 아버지|아이|친구|춤|"
        "파티 축제|웃음|행복|기쁨|노래|인생 삶|시간|추억 기억|희망|신|악마|유령|새|개|"
        "자유|잃어버린|늙은|키스|결혼|해변|와인|일|돈|하늘|승리|할머니",
        stem=99, particles="은 는 이 가 을 를 의 에 에서 과 와 도 로 으로 만 들 이다",
    ),
    Language(
        "Japanese",
        "の は が を に で と も へ から",
        "愛 恋|心|壊れ|悲しい 悲しみ 悲|涙 泣|孤独 寂しい 一人 ひとり|さよなら 別れ|死|戦争|敵|"
        "恐怖 怖い|怒り|戦い 喧嘩|血|火 炎|嵐|夜|闇 暗い|月|星|太陽 日差し|雨|雪|"
        "風|海|川|山|森|花 桜 薔薇|庭|春|夏|秋|冬|朝|夕方 夕暮れ 夕|静か 静|"
        "眠り 眠|夢|平和|家 故郷|道|旅|電車 汽車|街 都市|母|父|子供 子ども|友達 友|踊|"
        "祭り 祭|笑い 笑|幸せ|喜び|歌|人生 命|時間 時|思い出 記憶|希望|神|悪魔|幽霊|鳥|犬|"
        "自由|失われ|古い 老|口づけ キス|結婚|浜辺|ワイン|仕事|金|空|勝利|祖母",
        joined=True,
    ),
    Language(
        "Chinese",
        "的 了 我 你 他 她 们 是 在 不 这 那",
        "爱 恋|心|碎 破碎|悲伤 伤心 悲|眼泪 泪|孤独 寂寞 孤单|再见 告别|死亡 死|战争|敌人|"
        "恐惧 害怕|愤怒|战斗 打架|血|火|暴风 风暴|夜 夜晚|黑暗|月 月亮|星 星星|太阳 阳光|雨|雪|"
        "风|海 大海|河 江|山|森林|花 玫瑰|花园|春|夏|秋|冬|早晨 清晨|傍晚 黄昏|安静 宁静 静|"
        "睡|梦|和平|家 故乡|路|旅行 旅|火车|城市|妈妈 母亲|爸爸 父亲|孩子|朋友|跳舞 舞|"
        "派对 庆祝|笑|幸福 快乐|喜悦 高兴|歌|生命 人生|时间|回忆 记忆|希望|神|魔鬼|鬼|鸟|狗|"
        "自由|迷失 失去|老|吻|婚礼|海滩|酒|工作|钱|天空 天|胜利|奶奶 外婆",
        joined=True,
    ),
)  # fmt: skip

MORE_SMALL: Final[dict[str, str]] = {
    "German": "den dem des wo wenn als noch nur auch mich dich mir dir uns euch sie ihre seine seinem unser unsere kein keine "
    "haben hat habe hast wird werden sind bei nach aus vor unter zwischen ohne durch um zum zur vom beim wie so es war nie "
    "immer wieder schon danke meinem meiner meinen deinem deiner dass und oder aber gute guter gutes guten schöne schöner letzte letzter letzten erste erster neue neuer alles gut gestern heute jetzt hier dort manchmal vielleicht",
    "French": "ce cette ces se sa son ses leur nos notre votre vos par sous sans chez où ou mais comme plus jamais toujours l d "
    "j qu c n s m t à elle ils elles on moi toi en y été merci quand tout toute bon bonne beau belle petit petite dernier dernière premier première",
    "Spanish": "mí ti me te le lo su sus nuestro nuestra pero como más muy sin sobre cuando donde hasta desde este esta gracias "
    "fue era ser hay a o eres te nunca siempre hemos he ha buenas buenos último última primer primera",
    "Italian": "i ed a mi ti ci vi suo sua nostro nostra ma come più molto senza quando dove anche questo questa dei delle degli "
    "dal dalla sul sulla alla nei all dell nell ho hai ha grazie d l uno sei abbiamo mai sempre buona buon ultimo ultima bello bella",
    "Portuguese": "seu sua nosso nossa mas como mais muito sem sobre quando onde até este esta pelo pela dos das nos nas foi "
    "obrigado obrigada nunca sempre à",
    "Dutch": "mijn onze haar hem hun als maar niet geen nog ook wel wat waar wie hoe bedankt altijd nooit",
}
"""More little words of the languages that share their letters with English."""
