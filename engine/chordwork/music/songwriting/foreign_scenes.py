"""Pictures in languages other than English, by hand: subjects as notions of :mod:`languages`, and what they can show."""

from __future__ import annotations

from typing import Final

SUBJECTS: Final = (
    "love heart kiss wedding", "broken goodbye tears lonely sad death", "rain storm wind", "snow winter",
    "sea beach", "river mountain forest", "night moon star dark dream sleep", "home grandmother mother father child old memory",
    "road journey train", "city", "garden flower spring bird", "summer sun morning", "party dance happy joy laugh friend",
    "war enemy fight freedom peace", "winning", "song", "autumn", "evening quiet",
)  # fmt: skip
"""Notions that share pictures; each language has a group for each, in this order."""

PICTURES: Final[dict[str, tuple[str, ...]]] = {
    "German": (
        "zwei Schatten|Parkbank|warme Hände|Tanzfläche|Ring|Kerze", "leerer Stuhl|altes Foto|Koffer|stilles Telefon|Fenster",
        "Regenschirm|nasses Pflaster|Dächer|dunkle Wolken|Pfützen|Fensterscheibe", "Fußspuren|Eisblumen|Kamin|kahle Äste|Schal",
        "Möwen|Hafenlichter|Salzluft|Horizont|Treibholz|Leuchtturm", "alte Brücke|Kieselsteine|Nebel|Moos|Waldweg|Lagerfeuer",
        "Mondlicht|Straßenlaterne|offenes Fenster|Dächer|leere Straße", "Küchentisch|altes Foto|Gartentor|Lesebrille|Schaukelstuhl|Haustür",
        "Bahnsteig|Koffer|Schienen|Straßenkarte|Horizont|Fensterplatz", "Neonlicht|Straßenbahn|Marktplatz|Dächer|Straßenlaterne",
        "Gartentor|Gießkanne|Bienen|Blütenblätter|Holzbank", "nackte Füße|erstes Licht|offenes Fenster|langer Abend|Fahrrad",
        "Lichterkette|Luftballons|langer Tisch|Tanzfläche|Lagerfeuer", "Stiefel|Brief|leere Straße|weiße Fahne|offene Hände|Kerze",
        "Pokal|Medaille|Fahnen|Schlusspfiff|jubelnde Menge|Konfetti", "altes Radio|Bühnenlicht|Saiten|erste Reihe", "bunte Blätter|Nebel|Wollmantel|kahle Äste",
        "Abendlicht|Gartenstühle|lange Schatten|erster Stern",
    ),
    "French": (
        "deux ombres|banc du parc|mains chaudes|piste de danse|bague|bougie", "chaise vide|vieille photo|valise|téléphone muet|fenêtre",
        "parapluie|pavés mouillés|toits|nuages noirs|flaques|gouttes sur la vitre", "traces de pas|vitre givrée|cheminée|branches nues|écharpe",
        "mouettes|lumières du port|air salé|horizon|bois flotté|phare", "vieux pont|galets|brume|mousse|sentier|feu de camp",
        "clair de lune|réverbère|fenêtre ouverte|toits|rue vide", "table de cuisine|vieille photo|portail du jardin|lunettes|rideaux de dentelle|porte d'entrée",
        "quai de gare|valise|rails|carte routière|horizon|dernier train", "néons|tramway|place du marché|toits|réverbère",
        "portail du jardin|arrosoir|abeilles|pétales|banc de bois", "pieds nus|première lumière|fenêtre ouverte|longue soirée|vélo",
        "guirlandes|ballons|longue table|piste de danse|feu de camp", "bottes|rue vide|drapeau blanc|mains ouvertes|bougie",
        "coupe|médaille|drapeaux|coup de sifflet|foule en joie|confettis", "vieille radio|lumières de scène|cordes|premier rang", "feuilles mortes|brume|manteau de laine|branches nues",
        "lumière du soir|chaises de jardin|longues ombres|première étoile",
    ),
    "Spanish": (
        "dos sombras|banco del parque|manos tibias|pista de baile|anillo|vela", "silla vacía|foto vieja|maleta|teléfono mudo|ventana",
        "paraguas|calle mojada|tejados|nubes oscuras|charcos|gotas en el cristal", "huellas|ventana helada|chimenea|ramas desnudas|bufanda",
        "gaviotas|luces del puerto|aire salado|horizonte|faro|arena mojada", "puente viejo|piedras|niebla|musgo|sendero|hoguera",
        "luz de luna|farola|ventana abierta|tejados|calle vacía", "mesa de la cocina|foto vieja|puerta del patio|mecedora|cortinas de encaje|llaves",
        "andén|maleta|rieles|mapa|horizonte|último tren", "luces de neón|tranvía|plaza del mercado|tejados|farola",
        "puerta del jardín|regadera|abejas|pétalos|banco de madera", "pies descalzos|primera luz|ventana abierta|tarde larga|bicicleta",
        "guirnaldas|globos|mesa larga|pista de baile|hoguera", "botas|calle vacía|bandera blanca|manos abiertas|vela",
        "copa|medalla|banderas|pitido final|multitud|confeti", "radio vieja|luces del escenario|cuerdas|primera fila", "hojas secas|niebla|abrigo de lana|ramas desnudas",
        "luz de la tarde|sillas del patio|sombras largas|primera estrella",
    ),
    "Italian": (
        "due ombre|panchina|mani calde|pista da ballo|anello|candela", "sedia vuota|vecchia foto|valigia|telefono muto|finestra",
        "ombrello|strada bagnata|tetti|nuvole scure|pozzanghere|gocce sul vetro", "impronte|finestra ghiacciata|camino|rami spogli|sciarpa",
        "gabbiani|luci del porto|aria salata|orizzonte|faro|sabbia bagnata", "vecchio ponte|ciottoli|nebbia|muschio|sentiero|falò",
        "chiaro di luna|lampione|finestra aperta|tetti|strada vuota", "tavolo della cucina|vecchia foto|cancello|occhiali|sedia a dondolo|chiavi",
        "binario|valigia|rotaie|mappa|orizzonte|ultimo treno", "luci al neon|tram|piazza del mercato|tetti|lampione",
        "cancello del giardino|annaffiatoio|api|petali|panca di legno", "piedi nudi|prima luce|finestra aperta|lunga sera|bicicletta",
        "ghirlande|palloncini|tavola lunga|pista da ballo|falò", "stivali|strada vuota|bandiera bianca|mani aperte|candela",
        "coppa|medaglia|bandiere|fischio finale|folla|coriandoli", "vecchia radio|luci del palco|corde|prima fila", "foglie secche|nebbia|cappotto di lana|rami spogli",
        "luce della sera|sedie in giardino|ombre lunghe|prima stella",
    ),
}  # fmt: skip
"""By language; a language that is not here gets the theme's own words and no others."""
