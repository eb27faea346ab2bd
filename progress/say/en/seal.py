from progress.say.words.seal import Seal

WORDS = Seal(
    title="Check a picture, a file or a pack",
    upload="Drop a picture, a file or a whole pack (zip) here",
    running="Making it again to compare...",
    words={
        "same": "{file}: this is {name} of {month}, edition {edition}, {lang}. The same to the byte.",
        "look": "{file}: this is {name} of {month}, edition {edition}, {lang}. The numbers are the same; only the program's look has changed since.",
        "different": "{file}: it says it is of {month}, but is no file of that month. It was changed, or saved again by another program.",
        "unknown": "{file}: not of any month that was issued.",
        "pack_same": "{file}: the pack of {month}, edition {edition}, {lang}. Every file is the same to the byte.",
        "pack_look": "{file}: the pack of {month}, edition {edition}, {lang}. The numbers are the same; only the program's look has changed since.",
        "pack_older rules": "{file}: the pack of {month}, edition {edition}, {lang}. It was issued before rules were kept by version and cannot be made again; every file has the hash kept then.",
        "pack_different": "{file}: the pack of {month}, edition {edition}, {lang}, but some files are not as issued:",
    },
    states={
        "look": "another look, the same numbers",
        "different": "different",
        "missing": "missing",
        "extra": "extra",
        "older rules": "the hash kept then; cannot be made again",
        "unknown": "no hash to compare with",
    },
    languages={"vi": "in Vietnamese", "en": "in English"},
)
