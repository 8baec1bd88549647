"""Words of names that Arabic translates, and ordinary words that are names."""

from __future__ import annotations

# Written with a capital only, but rendered by ordinary Arabic words: feasts, faiths, titles,
# weekdays and months (which are the date checks' business), sciences' and schools' adjectives.
CAPITALISED = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may
    june july august september october november december mon tue wed thu fri sat sun jan feb mar
    apr jun jul aug sep sept oct nov dec christmas easter xmas bible biblical quran koran god lord
    allah eid christ jesus christian christians christianity muslim muslims islam islamic islamist
    islamists jew jews jewish judaism catholic catholics protestant protestants orthodox buddhist
    hindu internet english olympic olympics olympian paralympic paralympics olympiad earth mars
    venus jupiter saturn mercury pluto neptune uranus mr mrs ms dr prof st jr sr gmt utc am pm
    etc km kg mph pc tv ok ad bc ce bce renaissance medieval mediterranean atlantic pacific arctic
    antarctic north south east west northern southern eastern western renaissance nazi nazis covid
    wi fi website online phd ceo jr senior aborigine aborigines aboriginal native natives gothic
    baroque victorian roman romans romanesque cretaceous jurassic triassic neolithic paleolithic
    mesolithic holocene pleistocene fahrenheit celsius hurricane internet web
    messiah inc co corp ltd plc app apps""".split()
)
# Abbreviations of ordinary terms, which Arabic writes out in translated words.
TERMS = frozenset(
    """adhd add aids ai aka am apr asap atm bc bce bp bs ca cbd cc cctv cd cds ceo cfo co coo covid
    cpr cpu cv dc diy dna dj dvd dvds ecg eeg eg er est etc eta faq fm ft gdp gmo gmt gnp gp gps hd
    hiv hq hr ied ieds id ids ip iq isbn it kg km kph llc ltd lgbt lgbtq lng lpg mba md mp mps mph
    mri mrna ngo ngos no ok pc pcs pcr pe phd pm pms pr ptsd rem rems rna rpm sars sms std stds suv
    suvs tb tv tvs uav uavs ufo utc url usb usd vip vips vat voip vpn vs wc wifi wmd www xl yo idp
    idps gcc hdi inc jr jnr snr sgt lt capt gen col hon rev""".split()
)
# Ordinary words that in the middle of a sentence, with a capital, are mostly people.
NAMES_TOO = frozenset("""trump bush biden clinton obama putin""".split())
# Ordinary words of other languages in names that English keeps and Arabic translates.
FOREIGN = frozenset(
    """academia academie accademia aeropuerto agence aguas alcazar altstadt autobahn avenida avenue
    bahnhof banca banque barrio basilica biblioteca bibliotheque binnenstad bundesbank calle
    capilla casa catedral cathedrale centro chapelle chateau chiesa circuit circuito ciudad
    colegio communaute comune confederacion conseil consejo convento cote cour cuartel deutsche
    domaine duomo ecole eglise ejercito ermita escuela estacion estadio estrecho etat festung
    fleuve flughafen fondation forces foret forum frente fuerte fuerza fundacion galeria galerie
    gare gasse gendarmeria gendarmerie gesellschaft golfo gouvernement grand groupe hacienda
    hafen hauptbahnhof haus hospital iglesia ile institut instituto isla islas istituto jardim
    jardin jardines kirche kloster laguna ligue lycee mairie maison marche mercado mercato
    ministere ministerio montagne monumento mosteiro mouvement movimiento municipio musee museo
    museu nacional nation nationale nazionale nord notre nuestra oblast observatoire oceano
    orden organisation organizacion orquesta palacio palais palazzo paleis parc parlement parque
    parti partido paseo pays piazza plage plaine plateau platz playa playas plaza policia
    politecnico pont ponte prefecture presa presidente provincia provincias puente puerto quai
    quartier rathaus region reino republica republika republique residenz revista rio riviere
    route rue santa santo santuario schloss schule selva servicio sierra sociedad societe
    stadion stadt statale stazione straat strada strasse sud teatro templo theatre tierra torre
    tratado universidad universidade universita universitat universite vallee verein villas
    ville volcan zentrum zona""".split()
)
