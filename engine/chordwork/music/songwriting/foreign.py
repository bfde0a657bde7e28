"""The commonest song words of German, French, Spanish, Italian and Portuguese, in English."""

from __future__ import annotations

from typing import Final

_LISTS: Final = {
    "love": "liebe amour amor amore querer aimer lieben",
    "sad": "traurig triste tristeza tristesse trauer",
    "happy": "froh glucklich heureux feliz felice alegre alegria joie freude gioia",
    "night": "nacht nuit noche notte noite",
    "rain": "regen pluie lluvia pioggia chuva",
    "sun": "sonne soleil sol sole sommer",
    "sea": "meer mer mar mare ozean",
    "war": "krieg guerre guerra",
    "death": "tod mort muerte morte",
    "home": "heimat zuhause maison casa haus",
    "heart": "herz coeur corazon cuore coracao",
    "broken": "gebrochen zerbrochen brise roto spezzato partido",
    "party": "feier fete fiesta festa",
    "dance": "tanz tanzen danse danser baile bailar ballare dancar",
    "lonely": "einsam seul solo solitario soledad einsamkeit solitude saudade",
    "quiet": "still ruhig ruhe calme tranquilo calma silencio silence",
    "goodbye": "abschied adieu adios addio adeus",
    "friend": "freund freunde ami amis amigo amigos amico amici",
    "mother": "mutter mere madre mae mama",
    "child": "kind kinder enfant enfants nino ninos bambino crianca",
    "anger": "wut zorn colere rabia rabbia raiva ira",
    "fear": "angst peur miedo paura medo",
    "fire": "feuer feu fuego fuoco fogo",
    "spring": "fruhling printemps primavera",
    "autumn": "herbst automne otono autunno outono",
    "winter": "hiver invierno inverno schnee neige",
    "forest": "wald foret bosque foresta floresta",
    "moon": "mond lune luna lua",
    "dream": "traum reve sueno sogno sonho",
    "journey": "reise voyage viaje viaggio viagem",
    "train": "zug tren treno trem",
    "life": "leben vie vida vita",
    "tears": "tranen larmes lagrimas lacrime",
    "morning": "morgen matin manana mattina manha",
}
ENGLISH: Final[dict[str, str]] = {word: english for english, words in _LISTS.items() for word in words.split()}
"""English by foreign word, lower case and without accents."""
