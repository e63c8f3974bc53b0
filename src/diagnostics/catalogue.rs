//! Every fault Cabildo knows, declared once. Codes by hundreds: 01 text and YAML, 02 references, 03 Markdown,
//! 04 files and addresses, 05 values, 06 languages, 07 citizen charters, 08 honesty of data, 09 configuration,
//! environment and ourselves.

use super::{Fault, Severity, Words};

macro_rules! faults {
    ($($code:ident $severity:ident {
        es: [$em:literal, $el:literal, $eh:literal, $ec:literal],
        en: [$nm:literal, $nl:literal, $nh:literal, $nc:literal],
        wrong: $wrong:literal, right: $right:literal $(,)?
    })*) => {
        $(
            #[doc = $nm]
            pub static $code: Fault = Fault {
                code: stringify!($code),
                severity: Severity::$severity,
                message: Words { es: $em, en: $nm },
                label: Words { es: $el, en: $nl },
                help: Words { es: $eh, en: $nh },
                cause: Words { es: $ec, en: $nc },
                wrong: $wrong,
                right: $right,
            };
        )*
        /// All faults, by code.
        pub static ALL: &[&Fault] = &[$(&$code),*];
    };
}

faults! {
C0101 Error {
    es: ["el archivo no está guardado en UTF-8 (línea {line})[[; parece {guess}]]", "aquí empieza lo que no es UTF-8",
         "[[si esta línea debe decir «{preview}», el archivo está en {guess}: ]]ábralo con el programa con que lo escribió y guárdelo con la codificación UTF-8 (en el Bloc de notas: Archivo, Guardar como, Codificación: UTF-8)",
         "Cabildo lee solamente texto UTF-8. Un archivo guardado en otra codificación perdería tildes y eñes; Cabildo dice cuál parece ser, pero no lo convierte por su cuenta."],
    en: ["the file is not saved in UTF-8 (line {line})[[; it looks like {guess}]]", "what is not UTF-8 starts here",
         "[[if this line should read \"{preview}\", the file is in {guess}: ]]open it with the program that wrote it and save it with UTF-8 encoding (in Notepad: File, Save as, Encoding: UTF-8)",
         "Cabildo reads UTF-8 text only. A file saved in another encoding would lose its accents; Cabildo says which one it looks like, but does not convert it on its own."],
    wrong: "", right: "",
}
C0102 Error {
    es: ["desde aquí no se entiende cómo está armado el archivo", "aquí", "revise en esta línea y en la anterior el hueco del principio (solo espacios), las comillas, los dos puntos y las comas: que no falte ni sobre ninguno",
         "El archivo no sigue las reglas de YAML, y no por una de las causas que tienen su propio código: dos puntos dentro de un texto (C0128), comillas sin cerrar (C0129), huecos con tabulador (C0119) y otras. En el ejemplo hay una coma de más."],
    en: ["from here on the file cannot be made out", "here", "check the gap at the start (spaces only), the quotes, the colons and the commas on this line and the one before: none may be missing or one too many",
         "The file breaks the rules of YAML, and not for one of the causes that have a code of their own: a colon inside a text (C0128), quotes left open (C0129), gaps made with tabs (C0119) and others. In the example there is one comma too many."],
    wrong: "audience: [finance,, social]", right: "audience: [finance, social]",
}
C0103 Error {
    es: ["la clave «{key}» no existe aquí", "clave desconocida", "[[¿quiso decir «{nearest}»? ]]Se aceptan: {known}",
         "Una clave mal escrita no se ignora: si se ignorara, su dato desaparecería sin que nadie lo note."],
    en: ["there is no key \"{key}\" here", "unknown key", "[[did you mean \"{nearest}\"? ]]Accepted: {known}",
         "A misspelt key is not ignored: if it were, its value would vanish without anybody noticing."],
    wrong: "famly: finance", right: "family: finance",
}
C0104 Error {
    es: ["la clave[[ «{key}»]] está dos veces", "segunda vez", "deje una sola; si son dos datos distintos, uno de los nombres está equivocado",
         "Con dos claves iguales no se sabe cuál de los dos valores vale."],
    en: ["the key[[ \"{key}\"]] stands twice", "second time", "keep one; if they are two different values, one of the names is wrong",
         "With two equal keys nobody knows which of the two values holds."],
    wrong: "year: 2018\nyear: 2019", right: "year: 2019",
}
C0105 Error {
    es: ["falta «{key}»", "aquí falta", "añada la línea «{key}: …»",
         "Esta clave es obligatoria: sin ella la página quedaría incompleta o diría algo falso."],
    en: ["\"{key}\" is missing", "missing here", "add the line \"{key}: …\"",
         "This key is required: without it the page would be incomplete or say something false."],
    wrong: "number: T16", right: "number: T16\nfamily: finance",
}
C0106 Error {
    es: ["aquí se espera {expected}[[ y hay {found}]]", "valor de otra clase", "ponga en su lugar {expected}[[: {fixed}]]; «cabildo explicar C0106» muestra un ejemplo",
         "El valor no es de la clase que la clave pide: un texto donde va una lista, una palabra donde va un número."],
    en: ["{expected} is expected here[[, not {found}]]", "another kind of value", "put {expected} in its place[[: {fixed}]]; \"cabildo explain C0106\" shows an example",
         "The value is not of the kind the key asks for: a text instead of a list, a word instead of a number."],
    wrong: "offices: dafim", right: "offices: [dafim]",
}
C0107 Error {
    es: ["«{value}» no es un valor de esta clave", "valor desconocido", "[[¿quiso decir «{nearest}»? ]]Se aceptan: {known}",
         "La clave admite solamente los valores de una lista cerrada."],
    en: ["\"{value}\" is not a value of this key", "unknown value", "[[did you mean \"{nearest}\"? ]]Accepted: {known}",
         "The key takes only the values of a closed list."],
    wrong: "kind: calculadora", right: "kind: calculator",
}
C0108 Error {
    es: ["el código {value} va entre comillas", "sin comillas", "escriba {key}: \"{value}\"",
         "Sin comillas, YAML lee un código como número: 0101 se volvería 101. Entre comillas es texto y conserva sus ceros."],
    en: ["the code {value} needs quotes", "unquoted", "write {key}: \"{value}\"",
         "Without quotes YAML reads a code as a number: 0101 would become 101. In quotes it is text and keeps its zeros."],
    wrong: "municipality: 0101", right: "municipality: \"0101\"",
}
C0109 Warning {
    es: ["nada lee este archivo", "", "muévalo a su carpeta[[; ¿quiso llamarlo «{nearest}»?]], o bórrelo",
         "El archivo está en un lugar o tiene un nombre que Cabildo no conoce; su contenido no aparece en el sitio."],
    en: ["nothing reads this file", "", "move it to its folder[[; did you mean to call it \"{nearest}\"?]], or delete it",
         "The file stands in a place or has a name that Cabildo does not know; its content does not appear on the site."],
    wrong: "toolbox/tarifa-de-agua/tol.yaml", right: "toolbox/tarifa-de-agua/tool.yaml",
}
C0110 Error {
    es: ["«{file}» es un enlace simbólico o no es un archivo corriente", "", "ponga en su lugar una copia del archivo",
         "Un enlace podría publicar un archivo de fuera del sitio. Por eso Cabildo no los sigue."],
    en: ["\"{file}\" is a symbolic link or not a regular file", "", "put a copy of the file in its place",
         "A link could publish a file from outside the site. Cabildo therefore follows none."],
    wrong: "", right: "",
}
C0111 Error {
    es: ["al texto le falta el encabezado entre dos líneas «---»", "", "empiece el archivo con «---», title:, summary: y otra línea «---»",
         "Las páginas de content/pages dicen su título y su resumen en un encabezado YAML."],
    en: ["the text lacks its front matter between two \"---\" lines", "", "start the file with \"---\", title:, summary: and another \"---\" line",
         "The pages in content/pages state their title and summary in YAML front matter."],
    wrong: "Texto sin encabezado.", right: "---\ntitle: \"Acerca de\"\nsummary: \"Qué es este sitio.\"\n---\nTexto.",
}
C0112 Error {
    es: ["el archivo pesa {size} kB; el límite es {limit} kB", "", "divídalo o quite lo que sobra",
         "Un archivo enorme casi siempre es un error (una copia pegada dos veces, una imagen incrustada)."],
    en: ["the file has {size} kB; the limit is {limit} kB", "", "split it or remove what is not needed",
         "A huge file is nearly always a mistake (a copy pasted twice, an embedded picture)."],
    wrong: "", right: "",
}
C0113 Error {
    es: ["falta el archivo «{file}»", "", "[[¿quiso decir «{nearest}»? ]]Créelo; el esqueleto está en la guía de edición",
         "Sin este archivo el sitio no se puede armar."],
    en: ["the file \"{file}\" is missing", "", "[[did you mean \"{nearest}\"? ]]Create it; the editing guide has its outline",
         "Without this file the site cannot be put together."],
    wrong: "", right: "",
}
C0114 Error {
    es: ["aquí hay un carácter de control que no se ve ({code})", "carácter de control", "bórrelo: ponga el cursor justo después y pulse la tecla de retroceso",
         "Un carácter de control no se ve ni se imprime. Casi siempre viene de copiar de otro programa y estropea la página o la búsqueda."],
    en: ["there is a control character here that cannot be seen ({code})", "control character", "delete it: put the cursor right after it and press backspace",
         "A control character is neither seen nor printed. It nearly always comes from copying out of another program, and it spoils the page or the search."],
    wrong: "Agua\u{B}potable", right: "Agua potable",
}
C0115 Error {
    es: ["aquí hay un carácter invisible que cambia la dirección de la lectura ({code})", "cambia la dirección", "bórrelo, o borre la palabra y escríbala de nuevo a mano",
         "Estos caracteres hacen que un texto se vea en otro orden del que está escrito: quien revisa leería una cosa y se publicaría otra."],
    en: ["there is an invisible character here that changes the direction of reading ({code})", "changes the direction", "delete it, or delete the word and type it again by hand",
         "These characters make a text look in another order than it is written: a reviewer would read one thing and another would be published."],
    wrong: "pague \u{202E}001 quetzales", right: "pague 100 quetzales",
}
C0116 Error {
    es: ["aquí hay un carácter invisible, sin ancho ({code})", "carácter invisible", "bórrelo, o borre la palabra y escríbala de nuevo a mano",
         "Suele venir de copiar de una página, de un PDF o de un mensaje. Parte la palabra sin que se vea: la búsqueda ya no la encuentra y un código deja de ser igual a otro."],
    en: ["there is an invisible character without width here ({code})", "invisible character", "delete it, or delete the word and type it again by hand",
         "It usually comes from copying out of a page, a PDF or a message. It splits the word without being seen: search no longer finds it, and a code is no longer equal to another."],
    wrong: "muni\u{200B}cipio", right: "municipio",
}
C0117 Error {
    es: ["aquí se perdió una letra: quedó el signo «\u{FFFD}» (U+FFFD)", "letra perdida", "[[¿decía «{meant}»? ]]Escriba de nuevo la palabra; la letra original ya no está en el archivo",
         "Ese signo aparece cuando un programa no entendió una tilde o una eñe y la cambió para siempre. La letra no se puede recuperar del archivo."],
    en: ["a letter was lost here: the sign \"\u{FFFD}\" (U+FFFD) is left", "lost letter", "[[did it say \"{meant}\"? ]]Type the word again; the original letter is no longer in the file",
         "This sign appears when a program did not understand an accented letter and replaced it for good. The letter cannot be recovered from the file."],
    wrong: "poblaci\u{FFFD}n", right: "población",
}
C0118 Error {
    es: ["tildes o eñes estropeadas: «{found}»", "texto estropeado", "escriba «{meant}»",
         "El texto pasó por un programa que lo leyó con otra codificación, y cada tilde o eñe se volvió dos o tres signos. Corrija la palabra, o vuelva a copiar el texto del original."],
    en: ["spoilt accented letters: \"{found}\"", "spoilt text", "write \"{meant}\"",
         "The text went through a program that read it in another encoding, and each accented letter became two or three signs. Mend the word, or copy the text again from the original."],
    wrong: "title: \"AÃ±o de poblaciÃ³n\"", right: "title: \"Año de población\"",
}
C0119 Error {
    es: ["el hueco al principio de esta línea no son solo espacios corrientes ({code})", "no es un espacio corriente", "borre el hueco del principio y póngalo con la barra espaciadora",
         "En estos archivos el hueco al principio de la línea dice qué va dentro de qué, y se hace solo con la barra espaciadora. El tabulador y el espacio duro (que viene de Word o de una página) se ven igual y no valen."],
    en: ["the gap at the start of this line is not made of ordinary spaces only ({code})", "not an ordinary space", "delete the gap at the start and make it again with the space bar",
         "In these files the gap at the start of a line says what belongs inside what, and it is made with the space bar only. A tab or a hard space (from Word or a web page) looks the same and does not count."],
    wrong: "name:\n\tes: \"Agua\"", right: "name:\n  es: \"Agua\"",
}
C0120 Error {
    es: ["lo que sigue a « #» se perdería: {lost}", "desde aquí no se leería", "ponga el texto entre comillas: {fixed}",
         "Un # después de un espacio empieza una nota para quien edita, y no se publica. Si el # es parte del texto («Zona #1»), todo el texto va entre comillas. Una nota se escribe con un espacio después del #: «# revisado»."],
    en: ["what follows \" #\" would be lost: {lost}", "not read from here on", "put the text in quotes: {fixed}",
         "A # after a space starts a note for editors, which is not published. If the # belongs to the text (\"Zona #1\"), the whole text goes in quotes. A note has a space after its #: \"# reviewed\"."],
    wrong: "address: Zona #1", right: "address: \"Zona #1\"",
}
C0121 Error {
    es: ["un texto sin comillas no puede empezar con «{sign}»", "signo reservado", "ponga el texto entre comillas: {fixed}",
         "Los signos & * ! @ ` % | > ? y la coma tienen otro uso al principio de un valor: el texto se perdería o el archivo no se entendería. Entre comillas son signos como los demás."],
    en: ["an unquoted text cannot start with \"{sign}\"", "reserved sign", "put the text in quotes: {fixed}",
         "The signs & * ! @ ` % | > ? and the comma have another use at the start of a value: the text would be lost or the file could not be read. In quotes they are signs like any other."],
    wrong: "unit: % de las muestras", right: "unit: \"% de las muestras\"",
}
C0122 Error {
    es: ["después del guion de la lista falta un espacio", "falta un espacio", "escriba: {fixed}",
         "Cada renglón de una lista empieza con un guion y un espacio. Sin el espacio, los renglones se juntan en un solo texto."],
    en: ["a space is missing after the dash of the list", "a space is missing", "write: {fixed}",
         "Each line of a list starts with a dash and a space. Without the space the lines run together into one text."],
    wrong: "offices:\n  -dafim\n  -omas", right: "offices:\n  - dafim\n  - omas",
}
C0123 Error {
    es: ["«{key}» está vacío", "no tiene valor", "escriba su valor después de los dos puntos; si no hay dato, borre la línea[[; si es una lista vacía, escriba {fixed}]]",
         "Un nombre sin valor no dice si el dato falta, es cero o se olvidó. Cabildo no lo adivina."],
    en: ["\"{key}\" is empty", "has no value", "write its value after the colon; if there is none, delete the line[[; for an empty list write {fixed}]]",
         "A name without a value does not say whether the figure is missing, zero or forgotten. Cabildo does not guess."],
    wrong: "seat:", right: "seat: \"Chiantla\"",
}
C0124 Error {
    es: ["después de los dos puntos de «{key}» falta un espacio", "falta un espacio", "escriba: {fixed}",
         "Entre los dos puntos y el valor va un espacio corriente. Sin él, nombre y valor se leen como una sola palabra."],
    en: ["a space is missing after the colon of \"{key}\"", "a space is missing", "write: {fixed}",
         "An ordinary space stands between the colon and the value. Without it, name and value are read as one word."],
    wrong: "year:2019", right: "year: 2019",
}
C0125 Error {
    es: ["«{value}» no es una cifra", "no es una cifra", "escriba la cifra; si no hay dato, borre la línea",
         "«.nan» y «.inf» son marcas de programas de cálculo para «sin resultado» e «infinito». No son datos que se puedan publicar."],
    en: ["\"{value}\" is not a figure", "not a figure", "write the figure; if there is none, delete the line",
         "\".nan\" and \".inf\" are marks of calculation programs for \"no result\" and \"infinite\". They are no data that could be published."],
    wrong: "value: .nan", right: "value: 62.5",
}
C0126 Error {
    es: ["aquí no se admite «<<»", "no se admite", "copie en este lugar las líneas que faltan",
         "«<<» trae datos de otra parte del archivo. Cada dato se escribe donde está, para que quien revise lo vea completo."],
    en: ["\"<<\" is not allowed here", "not allowed", "copy the missing lines to this place",
         "\"<<\" brings data from another part of the file. Every value is written where it stands, so that a reviewer sees it whole."],
    wrong: "<<: *base\nyear: 2019", right: "status: provisional\nyear: 2019",
}
C0127 Error {
    es: ["el archivo vuelve a empezar en esta línea «---»", "segunda parte", "borre esta línea, o lleve lo que sigue a otro archivo",
         "Una línea «---» parte el archivo en dos, y solo se leería una parte. Cada archivo lleva un solo contenido."],
    en: ["the file starts over at this line \"---\"", "second part", "delete this line, or move what follows to another file",
         "A line \"---\" cuts the file in two, and only one part would be read. Each file holds one content."],
    wrong: "year: 2019\n---\nyear: 2020", right: "year: 2019",
}
C0128 Error {
    es: ["hay dos puntos (:) dentro de un texto sin comillas", "estos dos puntos", "ponga el texto entre comillas: {fixed}",
         "Los dos puntos seguidos de espacio separan un nombre de su valor. Si son parte del texto, todo el texto va entre comillas."],
    en: ["there is a colon (:) inside an unquoted text", "this colon", "put the text in quotes: {fixed}",
         "A colon followed by a space separates a name from its value. If it belongs to the text, the whole text goes in quotes."],
    wrong: "title: Plan: parte 2", right: "title: \"Plan: parte 2\"",
}
C0129 Error {
    es: ["esta comilla ({quote}) no tiene su pareja", "comilla sin pareja", "escriba: {fixed}",
         "Todo texto que empieza con una comilla termina con la misma comilla, en la misma línea. Si falta una, lo que sigue se lee como parte del texto."],
    en: ["this quotation mark ({quote}) has no partner", "no partner", "write: {fixed}",
         "Every text that starts with a quotation mark ends with the same mark, on the same line. If one is missing, what follows is read as part of the text."],
    wrong: "title: \"Tarifa de agua", right: "title: \"Tarifa de agua\"",
}
C0130 Error {
    es: ["la comilla ({quote}) cierra el texto antes de tiempo", "esto queda fuera de las comillas", "escriba: {fixed}",
         "Una comilla igual a la que abrió el texto lo cierra. Si dentro del texto hay comillas o un apóstrofo, el texto va entre comillas de la otra clase."],
    en: ["the quotation mark ({quote}) closes the text too early", "this is left outside the quotes", "write: {fixed}",
         "A quotation mark equal to the one that opened the text closes it. If the text holds quotation marks or an apostrophe, it goes in quotes of the other kind."],
    wrong: "title: \"El plan \"Agua limpia\" del barrio\"", right: "title: 'El plan \"Agua limpia\" del barrio'",
}
C0131 Error {
    es: ["«{sign}» se abre aquí y no se cierra", "se abre aquí", "ponga «{close}» donde termina[[; por ejemplo: {fixed}]]",
         "Un corchete o una llave que se abre se cierra. Si falta el cierre, las líneas que siguen se leen como parte de lo mismo."],
    en: ["\"{sign}\" is opened here and not closed", "opened here", "put \"{close}\" where it ends[[; for example: {fixed}]]",
         "A bracket or brace that is opened is closed. If the closing one is missing, the lines that follow are read as part of the same thing."],
    wrong: "offices: [dafim, omas", right: "offices: [dafim, omas]",
}
C0132 Error {
    es: ["esta línea empieza con {spaces} espacios y su vecina (línea {line}) con {expected}", "no está alineada", "ponga {expected} espacios al principio, como en la línea {line}; si va dentro de ella, deje la línea {line} sin valor después de los dos puntos",
         "Las líneas que van juntas empiezan en la misma columna. El hueco del principio dice qué va dentro de qué."],
    en: ["this line starts with {spaces} spaces and its neighbour (line {line}) with {expected}", "not aligned", "put {expected} spaces at the start, as in line {line}; if it belongs inside that one, leave line {line} without a value after its colon",
         "Lines that belong together start in the same column. The gap at the start says what belongs inside what."],
    wrong: "name:\n  es: \"Agua\"\n   en: \"Water\"", right: "name:\n  es: \"Agua\"\n  en: \"Water\"",
}
C0133 Error {
    es: ["después de «{key}» faltan los dos puntos", "faltan los dos puntos", "escriba: {fixed}",
         "Cada dato es un nombre, dos puntos, un espacio y su valor."],
    en: ["the colon is missing after \"{key}\"", "the colon is missing", "write: {fixed}",
         "Every value is a name, a colon, a space and the value."],
    wrong: "year 2019", right: "year: 2019",
}
C0134 Error {
    es: ["aquí sobra «{found}»", "sobra", "bórrelo, o escriba el signo que lo abre, si ese es el que falta; si es parte de un texto, ponga todo el texto entre comillas dobles",
         "Un corchete o una llave se cierra una sola vez, con el signo que le corresponde, y después del cierre no sigue nada en la misma línea."],
    en: ["\"{found}\" is one too many here", "too many", "delete it, or write the sign that opens it, if that is what is missing; if it belongs to a text, put the whole text in double quotes",
         "A bracket or brace is closed once, by the sign that fits it, and nothing follows on the same line after the closing one."],
    wrong: "offices: [dafim, omas]]", right: "offices: [dafim, omas]",
}
C0135 Error {
    es: ["falta una coma antes de «{found}»", "falta una coma", "escriba: {fixed}",
         "Dentro de corchetes o llaves, cada parte se separa de la siguiente con una coma."],
    en: ["a comma is missing before \"{found}\"", "a comma is missing", "write: {fixed}",
         "Inside brackets or braces, each part is separated from the next by a comma."],
    wrong: "name: {es: \"Agua\" en: \"Water\"}", right: "name: {es: \"Agua\", en: \"Water\"}",
}
C0136 Error {
    es: ["esta coma parte en dos un texto sin comillas", "esto queda aparte", "ponga el texto entre comillas: {fixed}",
         "Dentro de llaves la coma separa un dato del siguiente. Si es parte del texto, todo el texto va entre comillas."],
    en: ["this comma cuts an unquoted text in two", "this is left apart", "put the text in quotes: {fixed}",
         "Inside braces a comma separates one value from the next. If it belongs to the text, the whole text goes in quotes."],
    wrong: "name: {es: Agua, luz y drenaje, en: Utilities}",
    right: "name: {es: \"Agua, luz y drenaje\", en: Utilities}",
}
C0137 Error {
    es: ["las comillas curvas no encierran un valor", "comillas curvas", "escriba comillas rectas: {fixed}",
         "Word cambia las comillas rectas por curvas. Aquí solo las rectas encierran un texto; las curvas se publicarían como parte de él. Dentro de un texto entre comillas rectas, las curvas sí valen."],
    en: ["curly quotation marks do not enclose a value", "curly marks", "write straight marks: {fixed}",
         "Word changes straight quotation marks into curly ones. Here only straight ones enclose a text; curly ones would be published as part of it. Inside a text in straight marks, curly ones are fine."],
    wrong: "title: “Tarifa de agua”", right: "title: \"Tarifa de agua\"",
}
C0138 Error {
    es: ["dentro de comillas dobles no se puede escribir «{found}»", "barra inversa", "[[escriba: {fixed}]]",
         "Entre comillas dobles, la barra inversa (\\) tiene otro uso. Si es parte del texto, encierre el texto en comillas simples."],
    en: ["\"{found}\" cannot be written inside double quotes", "backslash", "[[write: {fixed}]]",
         "Inside double quotes the backslash (\\) has another use. If it belongs to the text, enclose the text in single quotes."],
    wrong: "note: \"C:\\datos\"", right: "note: 'C:\\datos'",
}
C0139 Error {
    es: ["la lista de «{key}» no puede empezar en la misma línea", "aquí empieza la lista", "escriba: {fixed}",
         "Una lista con guiones empieza en la línea que sigue al nombre; en la misma línea se escribe entre corchetes."],
    en: ["the list of \"{key}\" cannot start on the same line", "the list starts here", "write: {fixed}",
         "A list with dashes starts on the line after its name; on the same line it is written in brackets."],
    wrong: "offices: - dafim", right: "offices: [dafim]",
}
C0140 Error {
    es: ["esto no es un archivo de texto, sino {kind} con otro nombre", "", "guarde el contenido como texto (UTF-8), o deje el archivo fuera de esta carpeta",
         "Cambiar la terminación del nombre no cambia lo que hay dentro: un documento de Word llamado .md sigue siendo de Word."],
    en: ["this is not a text file but {kind} under another name", "", "save the content as text (UTF-8), or keep the file out of this folder",
         "Changing the end of a name does not change what is inside: a Word document called .md is still a Word document."],
    wrong: "", right: "",
}
C0141 Error {
    es: ["a este renglón de la lista le falta el guion", "falta el guion", "escriba: {fixed}",
         "Cada renglón de una lista empieza con un guion y un espacio, en la misma columna que los demás."],
    en: ["this line of the list lacks its dash", "the dash is missing", "write: {fixed}",
         "Each line of a list starts with a dash and a space, in the same column as the others."],
    wrong: "steps:\n  - es: \"Cuente\"\n  es: \"Sume\"",
    right: "steps:\n  - es: \"Cuente\"\n  - es: \"Sume\"",
}
C0142 Error {
    es: ["el archivo está vacío", "", "escriba su contenido y guárdelo de nuevo; si sobra, bórrelo",
         "Un archivo sin contenido casi siempre quedó así porque no se guardó lo escrito. Cabildo no adivina si debía decir algo."],
    en: ["the file is empty", "", "write its content and save it again; if it is not needed, delete it",
         "A file without content is nearly always one whose text was not saved. Cabildo does not guess whether it should say something."],
    wrong: "   ", right: "number: T16",
}
C0143 Error {
    es: ["el archivo de límites no es JSON: línea {line} ({what})", "aquí se pierde", "expórtelo de nuevo del programa de mapas como GeoJSON, en WGS 84; si lo editó a mano, revise comas, comillas y corchetes",
         "Los límites de los municipios son un archivo GeoJSON. Si está cortado o le sobra una coma, no se puede leer ninguno."],
    en: ["the file of boundaries is not JSON: line {line} ({what})", "lost here", "export it again from the mapping program as GeoJSON, in WGS 84; if you edited it by hand, check commas, quotes and brackets",
         "The boundaries of the municipalities are a GeoJSON file. If it is cut off or has one comma too many, none can be read."],
    wrong: "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"properties\": {\"code\": \"1302\"}, \"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[[-91.5, 15.3], [-91.4, 15.3], [-91.4, 15.4], [-91.5, 15.3]]]}}", right: "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"properties\": {\"code\": \"1302\"}, \"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[[-91.5, 15.3], [-91.4, 15.3], [-91.4, 15.4], [-91.5, 15.3]]]}}]}",
}
C0144 Error {
    es: ["el archivo no es una colección de límites[[; dice «{found}»]]", "", "guárdelo como GeoJSON de tipo FeatureCollection, con un área (Polygon o MultiPolygon) y su código por municipio[[; «{found}» es otra cosa]]",
         "Cabildo lee límites solamente de una colección GeoJSON («FeatureCollection») que tenga por lo menos un área que se pueda dibujar. TopoJSON dice «Topology»: conviértalo antes."],
    en: ["the file is no collection of boundaries[[; it says \"{found}\"]]", "", "save it as GeoJSON of type FeatureCollection, with an area (Polygon or MultiPolygon) and its code for each municipality[[; \"{found}\" is something else]]",
         "Cabildo reads boundaries only from a GeoJSON collection (\"FeatureCollection\") with at least one area that can be drawn. TopoJSON says \"Topology\": convert it first."],
    wrong: "{\"type\": \"Topology\"}", right: "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"properties\": {\"code\": \"1302\"}, \"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[[-91.5, 15.3], [-91.4, 15.3], [-91.4, 15.4], [-91.5, 15.3]]]}}]}",
}
C0201 Error {
    es: ["el identificador «{id}» está dos veces", "segunda vez", "cambie uno de los dos",
         "Un identificador señala una sola cosa; con dos iguales los enlaces no sabrían adónde ir."],
    en: ["the identifier \"{id}\" stands twice", "second time", "change one of the two",
         "An identifier stands for one thing; with two equal ones links would not know where to lead."],
    wrong: "- {id: dafim}\n- {id: dafim}", right: "- {id: dafim}\n- {id: dmp}",
}
C0202 Error {
    es: ["la fuente «{id}» no está en content/sources.yaml[[ (y se nombra en {more} lugares más)]]", "fuente desconocida", "[[¿quiso decir «{nearest}»? ]]Si es nueva, añádala a content/sources.yaml",
         "Cada cifra dice de dónde viene. La fuente se describe una vez en content/sources.yaml."],
    en: ["the source \"{id}\" is not in content/sources.yaml[[ (named in {more} more places)]]", "unknown source", "[[did you mean \"{nearest}\"? ]]If it is new, add it to content/sources.yaml",
         "Every figure says where it comes from. The source is described once in content/sources.yaml."],
    wrong: "source: ine-censo", right: "source: ine-censo-2018",
}
C0203 Error {
    es: ["el municipio «{code}» no existe en el registro[[ (y se nombra en {more} lugares más)]]", "código desconocido", "[[¿quiso decir «{nearest}» ({name})? ]]Los códigos del INE tienen cuatro cifras",
         "Los municipios se nombran por su código del INE, como está en content/municipalities/register.yaml: seis nombres se repiten en el país."],
    en: ["municipality \"{code}\" is not in the register[[ (named in {more} more places)]]", "unknown code", "[[did you mean \"{nearest}\" ({name})? ]]INE codes have four digits",
         "Municipalities are named by their INE code, as in content/municipalities/register.yaml: six names occur twice in the country."],
    wrong: "municipality: \"1399\"", right: "municipality: \"1309\"",
}
C0204 Error {
    es: ["el departamento «{code}» no existe[[ (y se nombra en {more} lugares más)]]", "código desconocido", "los códigos van de 01 a 22, y 99 para los ejemplos",
         "El departamento de un municipio debe estar en content/municipalities/departments.yaml."],
    en: ["department \"{code}\" does not exist[[ (named in {more} more places)]]", "unknown code", "codes run from 01 to 22, and 99 for examples",
         "A municipality's department must be in content/municipalities/departments.yaml."],
    wrong: "department: \"23\"", right: "department: \"13\"",
}
C0205 Error {
    es: ["{kind} «{id}» no existe[[ (y se nombra en {more} lugares más)]]", "no se encuentra", "[[¿quiso decir «{nearest}»? ]]Escriba un nombre que exista, o quítelo",
         "El texto señala una herramienta, oficina, cartilla, carta, familia o término por un identificador que nadie tiene."],
    en: ["{kind} \"{id}\" does not exist[[ (named in {more} more places)]]", "not found", "[[did you mean \"{nearest}\"? ]]Write a name that exists, or remove it",
         "The text points at a tool, office, primer, charter, family or term by an identifier that nobody has."],
    wrong: "related: [tarifa-agua]", right: "related: [tarifa-de-agua]",
}
C0206 Error {
    es: ["el código «{code}» no está en content/classifications.yaml ({kind})[[; se nombra en {more} lugares más]]", "código desconocido", "[[¿quiso decir «{nearest}»? ]]Use un código de ese archivo",
         "Las clases de ingreso, finalidades, funciones, grupos y fuentes son las del clasificador que está en content/classifications.yaml."],
    en: ["code \"{code}\" is not in content/classifications.yaml ({kind})[[; named in {more} more places]]", "unknown code", "[[did you mean \"{nearest}\"? ]]Use a code of that file",
         "Revenue classes, purposes, functions, object groups and funding sources are those of the classifier in content/classifications.yaml."],
    wrong: "- {class: \"12\", received: 100.00}", right: "- {class: \"11\", received: 100.00}",
}
C0207 Error {
    es: ["la carpeta o el nombre del archivo dice «{folder}» y aquí dice «{code}»", "no coincide", "corrija el que esté equivocado: este dato, o el nombre del archivo o de su carpeta",
         "La carpeta de un municipio empieza con su código. Si el archivo dice otro, una de las dos cosas está equivocada."],
    en: ["the folder or the name of the file says \"{folder}\" and this says \"{code}\"", "does not agree", "mend the one that is wrong: this value, or the name of the file or its folder",
         "A municipality's folder starts with its code. If the file says another, one of the two is wrong."],
    wrong: "1302-chiantla/2019.yaml → municipality: \"1303\"", right: "1302-chiantla/2019.yaml → municipality: \"1302\"",
}
C0208 Error {
    es: ["el enlace «{link}» no lleva a ninguna página", "enlace roto", "[[¿quiso decir «{nearest}»? ]]Copie la dirección de la página desde el navegador, a partir de la primera «/» después del nombre del sitio",
         "Un enlace interno es la dirección en español de una página del sitio, por ejemplo /herramientas/tarifa-de-agua/."],
    en: ["the link \"{link}\" leads to no page", "broken link", "[[did you mean \"{nearest}\"? ]]Copy the page's address from the browser, from the first \"/\" after the site's name on",
         "An internal link is the Spanish address of a page of the site, such as /herramientas/tarifa-de-agua/."],
    wrong: "[tarifa](/herramientas/tarifa-agua/)", right: "[tarifa](/herramientas/tarifa-de-agua/)",
}
C0209 Error {
    es: ["la carta nombra «{id}» y no lo define[[ ({more} veces más)]]", "no está en esta carta", "[[¿quiso decir «{nearest}»? ]]Escriba uno que la carta defina, o añada su definición",
         "Los niveles (S1), compromisos (M1, C1) y medidas (R1) de una carta se nombran solamente si la carta los define."],
    en: ["the charter names \"{id}\" and does not define it[[ ({more} more times)]]", "not in this charter", "[[did you mean \"{nearest}\"? ]]Write one that the charter defines, or add its definition",
         "A charter's levels (S1), commitments (M1, C1) and remedies (R1) may be named only where it defines them."],
    wrong: "remedy: R9", right: "remedy: R1",
}
C0210 Error {
    es: ["el enlace lleva a «#{anchor}», que no está en esa página", "título desconocido", "[[¿quiso decir «#{nearest}»? ]]Después de # va un título de esa página, en minúsculas, sin tildes y con guiones",
         "Lo que sigue a # es el identificador de un título de la página de destino."],
    en: ["the link leads to \"#{anchor}\", which that page does not have", "unknown heading", "[[did you mean \"#{nearest}\"? ]]After # stands a heading of that page, in small letters, without accents and with hyphens",
         "What follows # is the identifier of a heading of the target page."],
    wrong: "[pasos](/herramientas/tarifa-de-agua/#paso)", right: "[pasos](/herramientas/tarifa-de-agua/#pasos)",
}
C0211 Error {
    es: ["la lección «{title}» no tiene su texto en {file}", "lección sin texto", "[[¿quiso decir «{nearest}»? ]]Ponga en ese archivo una línea «## {title}», letra por letra, y debajo el texto",
         "El texto de una lección es la parte del archivo Markdown cuyo título «##» dice lo mismo que la cartilla."],
    en: ["the lesson \"{title}\" has no text in {file}", "lesson without text", "[[did you mean \"{nearest}\"? ]]Put a line \"## {title}\" into that file, letter for letter, and the text below it",
         "A lesson's text is the part of the Markdown file whose \"##\" heading says the same as the primer."],
    wrong: "primer.yaml: title: {es: \"Leer el total\"}   ·   es.md: ## Lea el total", right: "primer.yaml: title: {es: \"Leer el total\"}   ·   es.md: ## Leer el total",
}
C0212 Warning {
    es: ["el límite n.º {number} tiene el código {code}, que no es de ningún municipio", "código desconocido", "[[¿quiso decir «{nearest}»? ]]Corrija el código con el registro; mientras tanto ese límite no se dibuja",
         "El código une cada límite con su municipio. Uno que no está en el registro no se puede dibujar, y su municipio queda como un punto."],
    en: ["boundary no. {number} has the code {code}, which is no municipality's", "unknown code", "[[did you mean \"{nearest}\"? ]]Correct the code by the register; until then this boundary is not drawn",
         "The code joins each boundary to its municipality. One that is not in the register cannot be drawn, and its municipality stays a point."],
    wrong: "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"properties\": {\"code\": \"1399\"}, \"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[[-91.5, 15.3], [-91.4, 15.3], [-91.4, 15.4], [-91.5, 15.3]]]}}]}", right: "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"properties\": {\"code\": \"1302\"}, \"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[[-91.5, 15.3], [-91.4, 15.3], [-91.4, 15.4], [-91.5, 15.3]]]}}]}",
}
C0213 Warning {
    es: ["el límite n.º {number} tiene el código {code}, que ya es del límite n.º {first}", "segunda vez", "corrija uno de los dos códigos; si son dos partes de un municipio, únalas en un MultiPolygon",
         "Cada municipio tiene un solo límite. El segundo no se dibuja."],
    en: ["boundary no. {number} has the code {code}, which is already that of boundary no. {first}", "second time", "correct one of the two codes; if they are two parts of one municipality, join them in a MultiPolygon",
         "Each municipality has one boundary. The second is not drawn."],
    wrong: "\"properties\": {\"code\": \"1302\"} … \"properties\": {\"code\": \"1302\"}", right: "\"properties\": {\"code\": \"1302\"} … \"properties\": {\"code\": \"1303\"}",
}
C0301 Error {
    es: ["el texto lleva HTML: {html}", "HTML", "use Markdown: **negrita**, [enlace](/ruta/), listas con «-»",
         "Los textos son Markdown sin HTML: así ninguna página puede llevar código ajeno y todas se ven igual."],
    en: ["the text holds HTML: {html}", "HTML", "use Markdown: **bold**, [link](/path/), lists with \"-\"",
         "Texts are Markdown without HTML: no page can carry foreign code, and all look alike."],
    wrong: "<b>agua</b>", right: "**agua**",
}
C0302 Error {
    es: ["no se admite el enlace «{link}»", "enlace no admitido", "use https://, mailto:, tel: o una ruta del sitio que empiece con «/»",
         "Un enlace con otra clase de dirección (javascript:, data:, file:) puede ejecutar código o no funciona en la web."],
    en: ["the link \"{link}\" is not allowed", "not allowed", "use https://, mailto:, tel: or a path of the site that starts with \"/\"",
         "A link with another kind of address (javascript:, data:, file:) can run code or does not work on the web."],
    wrong: "[ver](javascript:alert(1))", right: "[ver](https://www.minfin.gob.gt/)",
}
C0303 Error {
    es: ["este título es de nivel {level} y debe ser de nivel {expected} o menos", "salta un nivel", "empiece con «##» y baje de uno en uno",
         "El título de la página es el nivel 1; los del texto empiezan en 2 y no saltan niveles, para que un lector de pantalla no se pierda."],
    en: ["this heading has level {level} and must have level {expected} at most", "skips a level", "start with \"##\" and go down one at a time",
         "The page's title is level 1; those of the text start at 2 and skip none, so that a screen reader does not get lost."],
    wrong: "## Pasos\n#### Medir", right: "## Pasos\n### Medir",
}
C0304 Error {
    es: ["citas o listas metidas una en otra más de {limit} veces", "demasiado hondo", "aplane el texto",
         "Un texto tan hondo no es legible y casi siempre es un accidente (una tecla que quedó pulsada)."],
    en: ["quotes or lists nested more than {limit} deep", "too deep", "flatten the text",
         "Text that deep cannot be read and is nearly always an accident (a key that stuck)."],
    wrong: "", right: "",
}
C0305 Error {
    es: ["a la imagen le falta el texto alternativo", "sin texto alternativo", "escriba entre los corchetes qué muestra: ![Mapa de los tanques](mapa.svg)",
         "Quien no ve la imagen recibe su texto alternativo."],
    en: ["the picture lacks its alternative text", "no alternative text", "write in the brackets what it shows: ![Map of the tanks](map.svg)",
         "Whoever does not see the picture gets its alternative text."],
    wrong: "![](mapa.svg)", right: "![Mapa de los tanques de agua](mapa.svg)",
}
C0306 Error {
    es: ["las imágenes en los textos todavía no se publican: «{link}»", "imagen", "describa con palabras lo que muestra",
         "Esta versión publica textos, tablas y gráficas hechas de los datos; no copia imágenes de las carpetas de contenido."],
    en: ["pictures in texts are not published yet: \"{link}\"", "picture", "say in words what it shows",
         "This version publishes texts, tables and charts made from data; it copies no pictures from the content folders."],
    wrong: "![Mapa](mapa.svg)", right: "El mapa muestra tres tanques al norte del pueblo.",
}
C0307 Warning {
    es: ["el enlace dice «{text}», que fuera de su frase no dice nada", "texto del enlace", "diga adónde lleva, por ejemplo [tarifa de agua](/herramientas/tarifa-de-agua/)",
         "Quien usa un lector de pantalla salta de enlace en enlace y oye solamente su texto. «Aquí» no le dice adónde va."],
    en: ["the link says \"{text}\", which says nothing outside its sentence", "link text", "say where it leads, such as [water tariff](/herramientas/tarifa-de-agua/)",
         "Someone with a screen reader jumps from link to link and hears only their text. \"Here\" does not tell where it leads."],
    wrong: "Vea [aquí](/herramientas/tarifa-de-agua/).", right: "Vea la [tarifa de agua](/herramientas/tarifa-de-agua/).",
}
C0308 Error {
    es: ["esta fila de la tabla tiene {count} columnas y su encabezado {expected}", "otra cantidad de columnas", "ponga {expected} partes separadas por «|»; una parte sin dato lleva un guion: | – |. Si el signo | es parte del texto, escriba \\|",
         "Una parte que sobra no se vería en la página, y si falta una, las demás quedarían bajo el título equivocado."],
    en: ["this row of the table has {count} columns and its head {expected}", "another number of columns", "put {expected} parts separated by \"|\"; a part without a value holds a dash: | – |. If the sign | belongs to the text, write \\|",
         "A part too many would not be seen on the page, and if one is missing, the others would stand under the wrong title."],
    wrong: "| Año | Gasto |\n| --- | --- |\n| 2019 | 100 | Mam |", right: "| Año | Gasto |\n| --- | --- |\n| 2019 | 100 |",
}
C0309 Error {
    es: ["los signos «{found}» se publicarían tal como están escritos", "no surte efecto", "escriba: {fixed}",
         "Un título, un enlace, una negrita o una tabla que no se escribe completo se publica con sus signos a la vista. Título: «## Pasos», con un espacio. Enlace: «[tarifa](/herramientas/tarifa-de-agua/)», sin espacio en medio. Negrita: «**agua**». Tabla: bajo el encabezado va la línea «| --- | --- |»."],
    en: ["the signs \"{found}\" would be published as they are written", "without effect", "write: {fixed}",
         "A heading, a link, bold words or a table that is not written in full is published with its signs in view. Heading: \"## Steps\", with a space. Link: \"[tariff](/herramientas/tarifa-de-agua/)\", without a space in the middle. Bold: \"**water**\". Table: below its head stands the line \"| --- | --- |\"."],
    wrong: "##Pasos", right: "## Pasos",
}
C0401 Error {
    es: ["dos páginas tendrían la misma dirección «{url}»: {first} y {second}", "", "cambie el identificador o el slug de una de las dos",
         "Cada dirección del sitio es de una sola página."],
    en: ["two pages would have the same address \"{url}\": {first} and {second}", "", "change the identifier or the slug of one of them",
         "Each address of the site belongs to one page."],
    wrong: "slugs: {en: water}\nslugs: {en: water}", right: "slugs: {en: water-tariff}\nslugs: {en: water-quality}",
}
C0402 Error {
    es: ["«{slug}» no sirve en una dirección", "solo a-z, 0-9 y guiones", "[[escriba «{nearest}»]]",
         "Las direcciones llevan minúsculas sin tildes, cifras y guiones: funcionan en todo teléfono y se dictan por radio."],
    en: ["\"{slug}\" cannot stand in an address", "only a-z, 0-9 and hyphens", "[[write \"{nearest}\"]]",
         "Addresses hold lower-case letters without accents, digits and hyphens: they work on every phone and can be read out on the radio."],
    wrong: "slugs: {en: Water Tariff}", right: "slugs: {en: water-tariff}",
}
C0403 Error {
    es: ["el nombre «{name}» no es posible en Windows", "", "cambie el nombre[[; por ejemplo: {nearest}]]",
         "Windows no admite los nombres con, prn, aux, nul, com1 a com9 y lpt1 a lpt9 con ninguna terminación, ni los signos < > : \" | ? * \\ ni un punto o un espacio al final. Quien abra el sitio en Windows no recibiría este archivo."],
    en: ["the name \"{name}\" is not possible on Windows", "", "change the name[[; for example: {nearest}]]",
         "Windows does not allow the names con, prn, aux, nul, com1 to com9 and lpt1 to lpt9 with any ending, nor the signs < > : \" | ? * \\ nor a dot or space at the end. Whoever opens the site on Windows would not get this file."],
    wrong: "content/pages/con.md", right: "content/pages/concejo.md",
}
C0404 Error {
    es: ["«{name}» y «{other}» se distinguen solo por mayúsculas o por la forma de las tildes", "", "deje uno de los dos, o cambie el nombre de uno",
         "En Windows y en Mac los dos nombres son el mismo: un archivo taparía al otro."],
    en: ["\"{name}\" and \"{other}\" differ only in capitals or in the form of their accents", "", "keep one of the two, or change the name of one",
         "On Windows and on a Mac the two names are the same: one file would hide the other."],
    wrong: "toolbox/agua y toolbox/Agua", right: "toolbox/agua y toolbox/agua-rural",
}
C0405 Error {
    es: ["las tildes del nombre «{name}» están escritas en dos piezas", "", "escriba de nuevo el nombre a mano, o sin tildes[[: {nearest}]]",
         "Algunos sistemas guardan la letra y la tilde por separado. El nombre se ve igual y no es igual: los enlaces no encontrarían el archivo."],
    en: ["the accents in the name \"{name}\" are written in two pieces", "", "type the name again by hand, or without accents[[: {nearest}]]",
         "Some systems store the letter and its accent apart. The name looks the same and is not: links would not find the file."],
    wrong: "", right: "",
}
C0406 Error {
    es: ["la ruta tiene {count} letras; el límite es {limit}", "", "acorte el nombre del archivo o de sus carpetas",
         "Windows y varios alojamientos no aceptan rutas muy largas, y a esta se le suma la carpeta donde esté el sitio."],
    en: ["the path has {count} letters; the limit is {limit}", "", "shorten the name of the file or of its folders",
         "Windows and several hosts do not accept very long paths, and the folder where the site lies is added to this one."],
    wrong: "", right: "",
}
C0501 Error {
    es: ["«{value}» no es una cantidad en quetzales como la lee Cabildo", "cantidad", "[[escriba {nearest}; ]]sin comas de miles, con punto y a lo más dos decimales, sin comillas",
         "Las cantidades se escriben como 486421344.44 y se leen al centavo. Con comas o puntos de miles no se sabe qué se quiso decir."],
    en: ["\"{value}\" is not an amount in quetzales as Cabildo reads it", "amount", "[[write {nearest}; ]]no thousands commas, a dot and two decimals at most, no quotes",
         "Amounts are written like 486421344.44 and read to the centavo. With thousands separators nobody knows what was meant."],
    wrong: "received: 1,234.56", right: "received: 1234.56",
}
C0502 Error {
    es: ["«{value}» no es una fecha", "fecha", "[[escriba {nearest}; ]]año-mes-día, por ejemplo 2026-11-20",
         "Las fechas se escriben año-mes-día; 05/11/2026 se lee distinto en distintos países."],
    en: ["\"{value}\" is not a date", "date", "[[write {nearest}; ]]year-month-day, such as 2026-11-20",
         "Dates are written year-month-day; 05/11/2026 is read differently in different countries."],
    wrong: "date: 20/11/2026", right: "date: 2026-11-20",
}
C0503 Error {
    es: ["«{value}» no es un número", "número", "[[escriba {nearest}; ]]cifras con punto decimal, sin comas, signos, unidades ni comillas",
         "Los números van sin comas, sin signo de porcentaje y sin unidad; la unidad la pone la página."],
    en: ["\"{value}\" is not a number", "number", "[[write {nearest}; ]]digits with a decimal point, without commas, signs, units or quotes",
         "Numbers have no commas, percent signs or units; the page adds the unit."],
    wrong: "value: 62,5 %", right: "value: 62.5",
}
C0504 Error {
    es: ["«{value}» no tiene la forma {shape}", "forma equivocada", "escríbalo como {shape}",
         "Los códigos y las versiones tienen una forma fija: un municipio cuatro cifras, un departamento dos, una versión tres números con puntos, un periodo 2026-Q1."],
    en: ["\"{value}\" does not have the form {shape}", "wrong form", "write it like {shape}",
         "Codes and versions have a fixed form: a municipality four digits, a department two, a version three numbers with dots, a period 2026-Q1."],
    wrong: "version: 1.2", right: "version: 1.2.0",
}
C0505 Warning {
    es: ["inicial + modificación no da el vigente ({label}): {sum} contra {current}", "no cuadra", "la página lo señala junto a la cifra; corrija el dato si la fuente lo permite",
         "El presupuesto vigente es el inicial más las modificaciones. En datos provisionales la diferencia se publica señalada."],
    en: ["initial + modification is not the current budget ({label}): {sum} against {current}", "does not add up", "the page flags it beside the figure; mend it if the source allows",
         "The current budget is the initial one plus its modifications. In provisional data the difference is published with a flag."],
    wrong: "- {class: \"10\", initial: 100.00, modification: 0.00, current: 300.00, received: 0.00}",
    right: "- {class: \"10\", initial: 100.00, modification: 200.00, current: 300.00, received: 0.00}",
}
C0506 Error {
    es: ["inicial + modificación no da el vigente ({label}): {sum} contra {current}", "no cuadra", "corrija la cifra equivocada: en datos oficiales las sumas deben cuadrar",
         "Los datos oficiales están validados; una suma que no cuadra en ellos es un error."],
    en: ["initial + modification is not the current budget ({label}): {sum} against {current}", "does not add up", "mend the wrong figure: in official data sums must agree",
         "Official data have been validated; in them a sum that does not agree is an error."],
    wrong: "status: official\nspending: [{function: transport, initial: 100, modification: 0, current: 300}]",
    right: "status: official\nspending: [{function: transport, initial: 100, modification: 200, current: 300}]",
}
C0507 Warning {
    es: ["en la fila «{label}»: {what} ({figures})", "", "la página lo señala junto a la cifra; corrija el dato si la fuente lo permite",
         "Un devengado mayor que el vigente, una cantidad negativa, partes que no suman su total o fechas al revés suelen ser errores de la fuente. En datos provisionales y de ejemplo se publican señalados."],
    en: ["in the row \"{label}\": {what} ({figures})", "", "the page flags it beside the figure; mend it if the source allows",
         "More accrued than the current budget, a negative amount, parts that do not make up their total, or dates in the wrong order are mostly mistakes of the source. In provisional and example data they are published with a flag."],
    wrong: "- {function: transport, current: 100, accrued: 150}", right: "- {function: transport, current: 150, accrued: 150}",
}
C0508 Error {
    es: ["en la fila «{label}»: {what} ({figures})", "", "corrija la cifra: en datos oficiales no se admite",
         "Los datos oficiales están validados; un devengado mayor que el vigente, una cantidad negativa, partes que no suman su total o fechas al revés son errores en ellos."],
    en: ["in the row \"{label}\": {what} ({figures})", "", "mend the figure: official data cannot have this",
         "Official data have been validated; more accrued than current, a negative amount, parts that do not make up their total, or dates in the wrong order are errors in them."],
    wrong: "status: official\nspending: [{function: transport, current: 100, accrued: 150}]",
    right: "status: official\nspending: [{function: transport, current: 150, accrued: 150}]",
}
C0509 Error {
    es: ["la respuesta {value} no está entre las {count} opciones de la pregunta", "no hay tal opción", "las opciones se cuentan desde 1; corrija el número o añada la opción",
         "Una pregunta dice cuál de sus opciones es la correcta por su lugar en la lista."],
    en: ["answer {value} is not among the question's {count} options", "no such option", "options are counted from 1; mend the number or add the option",
         "A question says which of its options is right by its place in the list."],
    wrong: "options: [{es: \"Sí\"}, {es: \"No\"}]\nanswer: [3]", right: "options: [{es: \"Sí\"}, {es: \"No\"}]\nanswer: [2]",
}
C0510 Error {
    es: ["«{value}» no es un límite de franja", "límite", "escriba «>= 80» si más es mejor, o «<= 35» si menos es mejor; el valor justo en el límite es siempre de la franja mejor",
         "Una franja se escribe una sola vez, con «>=» o «<=» y un número. No hay «>» ni «<»: así ningún valor queda entre dos franjas."],
    en: ["\"{value}\" is not the limit of a band", "limit", "write \">= 80\" if more is better, or \"<= 35\" if less is better; a value right on the limit always has the better band",
         "A band is written once, with \">=\" or \"<=\" and a number. There is no \">\" or \"<\": so no value lies between two bands."],
    wrong: "bands: {good: \"> 80\", middle: \">= 65\"}", right: "bands: {good: \">= 80\", middle: \">= 65\"}",
}
C0511 Error {
    es: ["la fórmula no se entiende: {what}", "aquí", "use + - * /, paréntesis, números con punto decimal, los datos de la lista «quantities», previous(…) y worst_source(…)",
         "Cada indicador se calcula con la fórmula escrita en content/indicators.yaml. Si no se entiende entera, no se calcula nada a medias."],
    en: ["the formula cannot be made out: {what}", "here", "use + - * /, brackets, numbers with a decimal point, the quantities of the list \"quantities\", previous(…) and worst_source(…)",
         "Each indicator is computed by the formula written in content/indicators.yaml. If it cannot be made out as a whole, nothing is computed by halves."],
    wrong: "formula: \"spending.accrued / \"", right: "formula: \"spending.accrued / spending.current\"",
}
C0512 Error {
    es: ["aquí se nombra «{value}», que no existe", "nombre desconocido", "[[¿quiso decir «{nearest}»? ]]los nombres posibles están en la lista «quantities» de content/indicators.yaml",
         "Una fórmula solo puede usar los datos de una lista cerrada; un nombre mal escrito no vale cero."],
    en: ["\"{value}\" is named here and does not exist", "unknown name", "[[did you mean \"{nearest}\"? ]]the possible names stand in the list \"quantities\" of content/indicators.yaml",
         "A formula can only use the quantities of a closed list; a misspelt name does not count as zero."],
    wrong: "formula: \"spending.acrued / spending.current\"", right: "formula: \"spending.accrued / spending.current\"",
}
C0513 Error {
    es: ["la definición «{id}» no es coherente: {what}", "", "corrija la definición en content/indicators.yaml",
         "Las partes de una definición deben decir lo mismo: la fórmula da la unidad, las dos franjas van en el mismo sentido, cada número se usa una vez y cada dato tiene su nombre."],
    en: ["the definition \"{id}\" contradicts itself: {what}", "", "mend the definition in content/indicators.yaml",
         "The parts of a definition must say the same: the formula gives the unit, the two bands go the same way, each number is used once and each quantity has its name."],
    wrong: "bands: {good: \">= 65\", middle: \">= 80\"}", right: "bands: {good: \">= 80\", middle: \">= 65\"}",
}
C0514 Error {
    es: ["la excepción «{value}» no corresponde a ningún dato de este archivo", "", "escriba el camino del dato como está en el archivo, por ejemplo «water.income», «spending.transport.accrued» o «arrears.agua»",
         "Una excepción («overrides») da a un dato otro estado u otra fuente. Si su camino no existe, el dato quedaría con el estado del archivo sin que nadie lo note."],
    en: ["the override \"{value}\" matches no value of this file", "", "write the value's path as it stands in the file, such as \"water.income\", \"spending.transport.accrued\" or \"arrears.agua\"",
         "An override gives a value another status or source. If its path does not exist, the value would keep the file's status without anybody noticing."],
    wrong: "overrides:\n  - {path: water.incomes, status: provisional}", right: "overrides:\n  - {path: revenue.10.received, status: provisional}",
}
C0515 Warning {
    es: ["el límite n.º {number} no dice de qué municipio es", "sin código", "añada la propiedad «code» con el código del INE, de cuatro cifras: \"code\": \"1302\"",
         "Sin código no se sabe de qué municipio es un límite. El nombre no basta: seis se repiten."],
    en: ["boundary no. {number} does not say which municipality it is", "without code", "add the property \"code\" with INE's code of four digits: \"code\": \"1302\"",
         "Without a code nobody knows whose boundary it is. The name is not enough: six occur twice."],
    wrong: "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"properties\": {\"name\": \"Chiantla\"}, \"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[[-91.5, 15.3], [-91.4, 15.3], [-91.4, 15.4], [-91.5, 15.3]]]}}]}", right: "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"properties\": {\"code\": \"1302\"}, \"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[[-91.5, 15.3], [-91.4, 15.3], [-91.4, 15.4], [-91.5, 15.3]]]}}]}",
}
C0516 Warning {
    es: ["el límite n.º {number} no se puede dibujar[[: el anillo {ring}]] {what}[[ ({found})]]", "límite con falla", "corrija ese límite en el programa de mapas y expórtelo de nuevo como GeoJSON en WGS 84",
         "Un límite son anillos cerrados de posiciones en grados, primero la longitud. Lo que no lo es se deja fuera: el municipio pierde esa parte, o queda como un punto."],
    en: ["boundary no. {number} cannot be drawn[[: ring {ring}]] {what}[[ ({found})]]", "faulty boundary", "correct this boundary in the mapping program and export it again as GeoJSON in WGS 84",
         "A boundary is made of closed rings of positions in degrees, longitude first. What is not is left out: the municipality loses that part, or stays a point."],
    wrong: "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"properties\": {\"code\": \"1302\"}, \"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[[-91.5, 15.3], [-91.4, 15.3], [-91.4, 15.4], [-91.5, 15.4]]]}}]}", right: "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\", \"properties\": {\"code\": \"1302\"}, \"geometry\": {\"type\": \"Polygon\", \"coordinates\": [[[-91.5, 15.3], [-91.4, 15.3], [-91.4, 15.4], [-91.5, 15.3]]]}}]}",
}
C0520 Error {
    es: ["la fórmula no se entiende: {what}[[ ({detail})]]", "aquí", "[[{cure}; ]]vea docs/calculadoras.md: operaciones + - * / ^, comparaciones, funciones y nombres de campos",
         "Una fórmula que no se entiende entera no se calcula a medias: daría una cifra que nadie pidió."],
    en: ["the formula cannot be made out: {what}[[ ({detail})]]", "here", "[[{cure}; ]]see docs/worksheets.md: operations + - * / ^, comparisons, functions and names of fields",
         "A formula that cannot be made out as a whole is not computed by halves: it would give a figure nobody asked for."],
    wrong: "formula: \"total_cost / \"", right: "formula: \"total_cost / connections\"",
}
C0521 Error {
    es: ["aquí se nombra «{value}», que no existe", "nombre desconocido", "[[¿quiso decir «{nearest}»? ]]los nombres son los «id» de los campos, de los resultados y, con su tabla (tabla.columna), de las columnas",
         "Un nombre mal escrito no vale cero: la calculadora no se publica hasta que cada nombre sea de algo."],
    en: ["\"{value}\" is named here and does not exist", "unknown name", "[[did you mean \"{nearest}\"? ]]names are the \"id\" of fields, of results and, with their table (table.column), of columns",
         "A misspelt name does not count as zero: the calculator is not published until each name is something's."],
    wrong: "formula: \"total_cost / conections\"", right: "formula: \"total_cost / connections\"",
}
C0522 Error {
    es: ["las unidades no casan: {left} con {right}", "aquí", "sume, reste y compare solo lo que se cuenta en lo mismo; multiplique o divida para pasar de una unidad a otra, o corrija «unit»",
         "Sumar quetzales con metros cúbicos da una cifra sin sentido que parece buena."],
    en: ["the units do not fit: {left} with {right}", "here", "add, subtract and compare only what is counted in the same unit; multiply or divide to go from one unit to another, or mend \"unit\"",
         "Quetzales added to cubic metres give a figure without meaning that looks right."],
    wrong: "formula: \"cost + volume\"", right: "formula: \"cost / volume\"",
}
C0523 Error {
    es: ["aquí va {expected} y hay {found}", "otro tipo de valor", "use una comparación donde se pide sí o no, un número donde se calcula, un texto entre comillas donde se escribe",
         "Cada operación tiene su tipo de valor. Excel convierte en silencio; Cabildo lo dice."],
    en: ["{expected} belongs here and there is {found}", "another kind of value", "use a comparison where yes or no is asked for, a number where there is computing, a text in quotes where there is writing",
         "Each operation has its kind of value. Excel converts silently; Cabildo tells."],
    wrong: "formula: \"if(connections, 1, 0)\"", right: "formula: \"if(connections > 0, 1, 0)\"",
}
C0524 Error {
    es: ["«{name}» recibe {expected} datos, y aquí hay {found}", "número de datos", "revise las comas: los datos de una función se separan con coma, y los decimales llevan punto",
         "Con datos de más o de menos, la función calcularía otra cosa."],
    en: ["\"{name}\" takes {expected} operands, and here are {found}", "number of operands", "look at the commas: operands are separated by commas, and decimals have a point",
         "With operands missing or one too many the function would compute something else."],
    wrong: "formula: \"round()\"", right: "formula: \"round(fee, 2)\"",
}
C0525 Error {
    es: ["la fórmula vuelve a sí misma: {chain}", "aquí", "parta el cálculo en pasos que solo miren hacia atrás; para el saldo del renglón anterior use previous(columna, inicio)",
         "Un resultado que se necesita a sí mismo no se puede calcular nunca."],
    en: ["the formula comes back to itself: {chain}", "here", "split the computing into steps that only look back; for the balance of the row before use previous(column, start)",
         "A result that needs itself can never be computed."],
    wrong: "formula: \"fee + surcharge\"   # surcharge: \"fee * 5%\", fee: esta", right: "formula: \"base + surcharge\"",
}
C0526 Error {
    es: ["«{name}» no puede ir aquí: {what}", "fuera de su lugar", "{cure}[[: {detail}]]",
         "Una columna tiene un valor por renglón. Fuera de su tabla hay que decir cuál: la suma, el promedio, el mayor, el de un renglón."],
    en: ["\"{name}\" cannot stand here: {what}", "out of place", "{cure}[[: {detail}]]",
         "A column has a value in each row. Outside its table it must be said which: the sum, the mean, the greatest, that of one row."],
    wrong: "formula: \"assets.value / 12\"", right: "formula: \"sum(assets.value) / 12\"",
}
C0527 Error {
    es: ["se puede leer de dos maneras: {what}", "aquí", "ponga paréntesis que digan cuál es",
         "Excel lee −2^2 como 4 y la matemática como −4: sin paréntesis, dos personas entienden dos cosas."],
    en: ["it can be read in two ways: {what}", "here", "put brackets that say which",
         "Excel reads −2^2 as 4 and mathematics as −4: without brackets two people understand two things."],
    wrong: "formula: \"-x^2\"", right: "formula: \"-(x^2)\"",
}
C0528 Error {
    es: ["divide entre «{name}», que puede no tener renglones", "puede ser cero", "pregunte antes: if(count({table}) > 0, …, …); si suma sin where, basta con exigir renglones en la tabla: min: 1 en rows",
         "La suma de ningún renglón es cero y no se puede dividir entre cero. Quien llene el formulario debe leer por qué no hay resultado."],
    en: ["it divides by \"{name}\", which may have no rows", "may be zero", "ask first: if(count({table}) > 0, …, …); if it adds up without where, it is enough to demand rows of the table: min: 1 in rows",
         "The sum of no rows is zero, and nothing can be divided by zero. Who fills in the form must read why there is no result."],
    wrong: "rows: {max: 20}\nformula: \"cost / sum(sectors.users)\"", right: "rows: {min: 1, max: 20}\nformula: \"cost / sum(sectors.users)\"",
}
C0529 Error {
    es: ["«{value}» no es una de las opciones", "opción desconocida", "[[¿quiso decir «{nearest}»? ]]las opciones son: {known}",
         "Comparar con una opción que no existe nunca se cumple, y nadie lo notaría."],
    en: ["\"{value}\" is not one of the options", "unknown option", "[[did you mean \"{nearest}\"? ]]the options are: {known}",
         "A comparison with an option that does not exist never holds, and nobody would notice."],
    wrong: "formula: \"if(kind = \\\"fixd\\\", 1, 2)\"", right: "formula: \"if(kind = \\\"fixed\\\", 1, 2)\"",
}
C0530 Error {
    es: ["«{id}» se contradice: {what}", "aquí", "{cure}",
         "Cada campo, tabla y resultado de una calculadora debe poder mostrarse igual en la pantalla, en Excel y en papel."],
    en: ["\"{id}\" contradicts itself: {what}", "here", "{cure}",
         "Each field, table and result of a calculator must be such that it can be shown alike on the screen, in Excel and on paper."],
    wrong: "- {id: rule, kind: choice, name: {es: \"Regla\", en: \"Rule\"}}", right: "- {id: rule, kind: choice, name: {es: \"Regla\", en: \"Rule\"}, options: [{id: fixed, name: {es: \"Fecha fija\", en: \"Fixed date\"}}]}",
}
C0531 Error {
    es: ["en el ejemplo, «{name}» da {found} y se espera {expected}", "no coincide", "revise la fórmula; si la fórmula es la correcta, corrija el valor esperado y diga de dónde sale",
         "Los ejemplos son la prueba de la calculadora: con uno que no coincide, el sitio publicaría un cálculo que alguien hizo de otra manera."],
    en: ["in the example, \"{name}\" gives {found} and {expected} is expected", "does not agree", "look at the formula; if the formula is right, mend the expected value and say where it comes from",
         "The examples are the proof of the calculator: with one that does not agree the site would publish a computation that somebody has done another way."],
    wrong: "expect: {fee: 40}", right: "expect: {fee: 41}",
}
C0532 Error {
    es: ["«{value}» no cabe en «{name}»: {what}", "no cabe", "[[¿quiso decir «{nearest}»? ]]escríbalo como se teclea en el formulario: 1234.56, 80 para 80 %, 2026-11-20, el id de una opción, true o false",
         "Un ejemplo o un valor por defecto que el propio formulario rechazaría no prueba nada."],
    en: ["\"{value}\" does not fit \"{name}\": {what}", "does not fit", "[[did you mean \"{nearest}\"? ]]write it as it is typed into the form: 1234.56, 80 for 80%, 2026-11-20, the id of an option, true or false",
         "An example or a default that the form itself would refuse proves nothing."],
    wrong: "inputs: {collection: 180}", right: "inputs: {collection: 80}",
}
C0533 Warning {
    es: ["ninguna fórmula usa «{id}»", "sin uso", "úselo en una fórmula o quítelo: quien llena el formulario cree que cuenta",
         "Un dato que se pide y no entra en ningún cálculo hace perder tiempo y confunde."],
    en: ["no formula uses \"{id}\"", "unused", "use it in a formula or remove it: whoever fills in the form believes that it counts",
         "A figure that is asked for and enters no computation wastes time and misleads."],
    wrong: "- {id: losses, kind: percentage, name: {es: \"Pérdidas\", en: \"Losses\"}}", right: "",
}
C0601 Warning {
    es: ["falta la traducción a {language} ({count} en este archivo): {what}", "sin traducción", "añada el texto; mientras tanto se muestra en {shown}, señalado",
         "Una traducción que falta no da una página perdida: se muestra el texto del idioma principal, marcado."],
    en: ["the {language} translation is missing ({count} in this file): {what}", "not translated", "add the text; until then it is shown in {shown}, marked",
         "A missing translation does not lose the page: the main language's text is shown, marked."],
    wrong: "name: {es: \"Tarifa de agua\"}", right: "name: {es: \"Tarifa de agua\", en: \"Water tariff\"}",
}
C0602 Error {
    es: ["el idioma «{code}» no está en content/site.yaml[[ (y se usa en {more} textos más)]]", "idioma no declarado", "[[¿quiso decir «{nearest}»? ]]Para publicar en otro idioma, añádalo a «languages»",
         "Un texto en un idioma que el sitio no declara no se vería en ninguna parte."],
    en: ["the language \"{code}\" is not in content/site.yaml[[ (used in {more} more texts)]]", "language not declared", "[[did you mean \"{nearest}\"? ]]To publish in another language, add it to \"languages\"",
         "A text in a language that the site does not declare would be seen nowhere."],
    wrong: "name: {es: \"Agua\", ing: \"Water\"}", right: "name: {es: \"Agua\", en: \"Water\"}",
}
C0603 Error {
    es: ["falta el texto en el idioma principal ({language})", "sin texto principal", "añada «{language}: …»",
         "El idioma principal del sitio nunca falta: los demás caen en él."],
    en: ["the text in the main language ({language}) is missing", "no main text", "add \"{language}: …\"",
         "The site's main language never lacks: the others fall back on it."],
    wrong: "name: {en: \"Water tariff\"}", right: "name: {es: \"Tarifa de agua\", en: \"Water tariff\"}",
}
C0604 Error {
    es: ["el tema no tiene las palabras del idioma «{code}» (themes/{theme}/strings/{code}.yaml)", "", "cree el archivo, aunque sea con unas pocas palabras; las que falten se muestran en el idioma principal",
         "Cada idioma declarado en content/site.yaml necesita su archivo de palabras de la interfaz."],
    en: ["the theme has no strings for language \"{code}\" (themes/{theme}/strings/{code}.yaml)", "", "create the file, even with a few strings; missing ones are shown in the main language",
         "Every language declared in content/site.yaml needs its file of interface strings."],
    wrong: "languages: [{code: kjb, …}]", right: "languages: [{code: kjb, …}]   # y themes/anam/strings/kjb.yaml",
}
C0605 Warning {
    es: ["al archivo de palabras le faltan {count}: {keys}", "", "añádalas; mientras tanto se muestran en el idioma principal",
         "Las palabras de la interfaz que faltan en un idioma se muestran en el idioma principal."],
    en: ["the strings file lacks {count}: {keys}", "", "add them; until then they are shown in the main language",
         "Interface strings that a language lacks are shown in the main language."],
    wrong: "", right: "",
}
C0701 Error {
    es: ["el compromiso «{id}» no se puede medir: le falta {lacking}", "aquí empieza el compromiso", "agregue a este nivel de servicio lo que falta; si aún no se sabe, mídalo antes de prometerlo",
         "Un compromiso sin meta, unidad, frecuencia y oficina responsable no se puede cumplir ni incumplir: nadie sabría si se hizo. En un borrador es solo un aviso."],
    en: ["commitment \"{id}\" cannot be measured: it lacks {lacking}", "the commitment starts here", "add to this service level what it lacks; if it is not known yet, measure it before promising it",
         "A commitment without target, unit, frequency and responsible office can be neither kept nor broken: nobody would know whether it was done. In a draft it is a warning only."],
    wrong: "service_levels:\n  - id: S1\n    name: {es: Horas de agua, en: Hours of water}\n    metric: hours\n    direction: at_least",
    right: "service_levels:\n  - id: S1\n    name: {es: Horas de agua al día, en: Hours of water a day}\n    metric: hours\n    direction: at_least\n    target: 6\n    unit: {es: horas al día, en: hours a day}\n    frequency: monthly\n    owner: dafim",
}
C0702 Error {
    es: ["«{word}» no dice cuánto ni cuándo (en «{id}»)", "sin medida", "{instead}",
         "Palabras como «oportuno», «de calidad» o «a la brevedad», sin un número en el mismo texto, prometen algo que nadie puede comprobar. Junto a un número sí se aceptan. En un borrador es solo un aviso."],
    en: ["\"{word}\" says neither how much nor when (in \"{id}\")", "without measure", "{instead}",
         "Words such as \"timely\", \"quality service\" or \"as soon as possible\", without a number in the same text, promise what nobody can check. Beside a number they are accepted. In a draft it is a warning only."],
    wrong: "name: {es: Reparación oportuna de fugas, en: Timely repair of leaks}",
    right: "name: {es: Fugas reparadas en 2 días hábiles, en: Leaks repaired within 2 working days}",
}
C0703 Error {
    es: ["la tasa de Q{amount} no tiene respaldo: le falta {lacking}", "aquí empieza la tasa", "escriba el reglamento que la fija y cuándo se publicó en el diario oficial; si no existe, quite la tasa de la carta hasta que se apruebe y se publique",
         "Una carta no crea tasas: las fija un reglamento del Concejo publicado en el diario oficial (Código Municipal, artículos 35, 42 y 101). Una tasa de 0.00 no lo necesita. En un borrador es solo un aviso."],
    en: ["the fee of Q{amount} has no base: it lacks {lacking}", "the fee starts here", "write the regulation that sets it and when it was published in the official gazette; if there is none, take the fee out of the charter until it is approved and published",
         "A charter creates no fees: a council regulation published in the official gazette does (Municipal Code, articles 35, 42 and 101). A fee of 0.00 needs none. In a draft it is a warning only."],
    wrong: "fees:\n  - {item: {es: Agua, en: Water}, amount: 41.00}",
    right: "fees:\n  - {item: {es: Agua, en: Water}, amount: 41.00, legal_ref: {es: Reglamento, en: Regulation}, published: {es: Diario, en: Gazette}, published_on: 2025-12-01}",
}
C0704 Warning {
    es: ["la tasa rige desde {from}, antes de los ocho días de su publicación ({published})", "demasiado pronto", "escriba {earliest} o un día después; si el reglamento mismo fija otro plazo, déjelo y dígalo en «legal_ref»",
         "Las normas generales del Concejo rigen ocho días después de publicarse en el diario oficial, salvo que el acuerdo fije otro plazo (Código Municipal, artículo 42)."],
    en: ["the fee is in force from {from}, less than eight days after its publication ({published})", "too early", "write {earliest} or a later day; if the regulation itself sets another term, leave it and say so in \"legal_ref\"",
         "General norms of the council are in force eight days after publication in the official gazette, unless the resolution sets another term (Municipal Code, article 42)."],
    wrong: "fees:\n  - {item: {es: Agua, en: Water}, amount: 41.00, legal_ref: {es: Reglamento, en: Regulation}, published: {es: Diario, en: Gazette}, published_on: 2025-12-01, in_force_from: 2025-12-08}",
    right: "fees:\n  - {item: {es: Agua, en: Water}, amount: 41.00, legal_ref: {es: Reglamento, en: Regulation}, published: {es: Diario, en: Gazette}, published_on: 2025-12-01, in_force_from: 2025-12-09}",
}
C0705 Error {
    es: ["«{id}» anuncia {what} sin respaldo: le falta {lacking}", "aquí empieza", "escriba el reglamento que lo permite y cuándo se publicó en el diario oficial; si no existe, quítelo de la carta o cámbielo por algo que no lo necesite (un aviso, una visita, un convenio)",
         "Una carta no crea sanciones, cobros ni descuentos: los fija un reglamento del Concejo publicado en el diario oficial. En un borrador es solo un aviso."],
    en: ["\"{id}\" announces {what} without a base: it lacks {lacking}", "it starts here", "write the regulation that allows it and when it was published in the official gazette; if there is none, take it out of the charter or put something in its place that needs none (a notice, a visit, an agreement)",
         "A charter creates no sanctions, charges or discounts: a council regulation published in the official gazette does. In a draft it is a warning only."],
    wrong: "remedies:\n  - {id: R1, trigger: {es: a, en: b}, measure: discount}",
    right: "remedies:\n  - {id: R1, trigger: {es: a, en: b}, measure: discount, legal_ref: {es: Reglamento, en: Regulation}, published: {es: Diario, en: Gazette}, published_on: 2025-12-01}",
}
C0706 Error {
    es: ["«{id}» deja sin agua a un hogar y no dice quién lo revisó legalmente", "corte de agua", "agregue «legal_review» con quién lo revisó (un cargo, no una persona), la fecha y el documento; o cambie el corte por un aviso o un convenio de pago",
         "El agua es un derecho y la ley limita los cortes (Código de Salud). Que un reglamento los mencione no basta: alguien competente debe haber revisado este caso, y la carta lo nombra. En un borrador es solo un aviso."],
    en: ["\"{id}\" leaves a household without water and does not say who reviewed it legally", "water cut off", "add \"legal_review\" with who reviewed it (a post, not a person), the date and the document; or replace the cut by a notice or a payment agreement",
         "Water is a right and the law limits cut-offs (Health Code). A regulation that mentions them is not enough: somebody competent must have reviewed this case, and the charter names it. In a draft it is a warning only."],
    wrong: "citizen_commitments:\n  - id: C1\n    text: {es: Pagar el recibo, en: Pay the bill}\n    consequence: {es: Corte del agua, en: Water is cut off}\n    legal_ref: {es: Reglamento, en: Regulation}\n    published: {es: Diario, en: Gazette}\n    published_on: 2025-12-01",
    right: "citizen_commitments:\n  - id: C1\n    text: {es: Pagar el recibo, en: Pay the bill}\n    consequence: {es: Corte del agua, en: Water is cut off}\n    legal_ref: {es: Reglamento, en: Regulation}\n    published: {es: Diario, en: Gazette}\n    published_on: 2025-12-01\n    legal_review: {by: {es: Asesoría jurídica, en: Legal office}, on: 2025-11-01, document: {es: Dictamen 4, en: Opinion 4}}",
}
C0707 Warning {
    es: ["nadie mide el compromiso «{id}»: no dice {lacking}", "aquí empieza el compromiso", "escriba cómo se mide (una bitácora, un libro, una encuesta) y qué se mide (todos los días, 40 muestras por trimestre)",
         "Una meta que nadie mide no se sabe si se cumplió: cada trimestre quedaría «sin dato»."],
    en: ["nobody measures commitment \"{id}\": it does not say {lacking}", "the commitment starts here", "write how it is measured (a log, a book, a survey) and what is measured (every day, 40 samples a quarter)",
         "Nobody knows whether a target that is not measured was met: every quarter would read \"no data\"."],
    wrong: "service_levels:\n  - id: S1\n    name: {es: Horas de agua al día, en: Hours of water a day}\n    metric: hours\n    direction: at_least",
    right: "service_levels:\n  - id: S1\n    name: {es: Horas de agua al día, en: Hours of water a day}\n    metric: hours\n    direction: at_least\n    method: {es: Bitácora de válvulas, en: Valve log}\n    sample: {es: Todos los días, en: Every day}",
}
C0708 Warning {
    es: ["ningún nivel de servicio usa la medida «{id}»", "nadie la nombra", "escriba «remedy: {id}» en el nivel de servicio al que responde, o quite la medida",
         "Una medida por incumplimiento que ningún compromiso nombra no se aplicará nunca."],
    en: ["no service level uses the remedy \"{id}\"", "nobody names it", "write \"remedy: {id}\" in the service level that it answers for, or take the remedy out",
         "A remedy that no commitment names will never be applied."],
    wrong: "remedies:\n  - {id: R1, trigger: {es: a, en: b}, measure: apology}\n  - {id: R2, trigger: {es: a, en: b}, measure: apology}",
    right: "remedies:\n  - {id: R1, trigger: {es: a, en: b}, measure: apology}",
}
C0709 Warning {
    es: ["el compromiso «{id}» no dice de qué partida se paga", "sin partida", "agregue «budget_line» con la partida presupuestaria; si no cuesta nada nuevo, la de la oficina que lo hace",
         "Lo que no está en el presupuesto no se cumple. La partida dice de dónde sale el dinero."],
    en: ["commitment \"{id}\" does not say from which budget line it is paid", "no budget line", "add \"budget_line\" with the line of the budget; if it costs nothing new, that of the office that does it",
         "What is not in the budget is not done. The line says where the money comes from."],
    wrong: "municipal_commitments:\n  - {id: M1, text: {es: Dar agua 6 horas, en: Give water for 6 hours}}",
    right: "municipal_commitments:\n  - {id: M1, text: {es: Dar agua 6 horas, en: Give water for 6 hours}, budget_line: \"11-00-000-001\"}",
}
C0710 Warning {
    es: ["la carta tiene {count} compromisos en esta lista; con más de diez nadie los recuerda", "el undécimo", "deje los diez que más importan a los vecinos, o una los que se miden juntos; los demás pueden ir en otra carta",
         "Una carta útil cabe en una hoja: de cinco a diez compromisos. Se cuentan por aparte los niveles de servicio y los compromisos de la municipalidad."],
    en: ["the charter has {count} commitments in this list; nobody remembers more than ten", "the eleventh", "keep the ten that matter most to residents, or join those that are measured together; the others can go into another charter",
         "A useful charter fits on a sheet: five to ten commitments. Service levels and the municipality's commitments are counted each by themselves."],
    wrong: "", right: "",
}
C0711 Error {
    es: ["en «{id}», el mínimo aceptable ({minimum}) es más exigente que la meta ({target})", "del otro lado de la meta", "cambie el mínimo o la meta: aquí {direction}, y el mínimo es lo peor que todavía se acepta",
         "Entre la meta y el mínimo un resultado se cumple en parte. Si más es mejor, el mínimo está por debajo de la meta o es igual; si menos es mejor, por encima. En un borrador es solo un aviso."],
    en: ["in \"{id}\", the minimum acceptable ({minimum}) is stricter than the target ({target})", "on the wrong side of the target", "change the minimum or the target: here {direction}, and the minimum is the worst that is still accepted",
         "Between target and minimum a result is partly met. Where more is better, the minimum lies below the target or on it; where less is better, above it. In a draft it is a warning only."],
    wrong: "target: 6\nminimum_acceptable: 7", right: "target: 6\nminimum_acceptable: 5",
}
C0712 Warning {
    es: ["este trámite no dice {lacking}", "aquí empieza el trámite", "agregue lo que falta: es lo primero que pregunta un vecino",
         "Un trámite sin plazo o sin costo deja al vecino sin saber cuándo volver ni cuánto llevar."],
    en: ["this procedure does not say {lacking}", "the procedure starts here", "add what is missing: it is the first thing that a resident asks",
         "A procedure without a term or a cost leaves a resident without knowing when to come back or how much to bring."],
    wrong: "requirements:\n  - {procedure: {es: Conexión nueva, en: New connection}}",
    right: "requirements:\n  - {procedure: {es: Conexión nueva, en: New connection}, max_workdays: 10, cost: 150.00}",
}
C0713 Error {
    es: ["la carta dice que contiene datos personales: así no se publica", "datos personales", "quite nombres, teléfonos, direcciones y números de personas, y después escriba «contains_personal_data: false»",
         "Una carta es pública y habla de oficinas y cargos, no de personas. Lo que se publica de una persona ya no se puede retirar; por eso tampoco se acepta en un borrador."],
    en: ["the charter says that it holds personal data: so it is not published", "personal data", "take out names, telephones, addresses and numbers of persons, and then write \"contains_personal_data: false\"",
         "A charter is public and speaks of offices and posts, not of persons. What is published of a person cannot be taken back; so it is not accepted in a draft either."],
    wrong: "privacy: {contains_personal_data: true}", right: "privacy: {contains_personal_data: false}",
}
C0714 Error {
    es: ["la parte de reclamos está incompleta: falta {lacking}", "reclamos", "agregue lo que falta; un buzón o una ventanilla basta como canal",
         "Desde que se aprueba, una carta dice dónde se reclama y en cuántos días se responde. En un borrador y durante la consulta es solo un aviso."],
    en: ["the part on complaints is incomplete: it lacks {lacking}", "complaints", "add what is missing; a box or a counter is enough as a channel",
         "From its approval on, a charter says where to complain and within how many days it is answered. In a draft and during the consultation it is a warning only."],
    wrong: "complaints: {channels: [{kind: mailbox, value: {es: Buzón, en: Box}}]}",
    right: "complaints: {channels: [{kind: mailbox, value: {es: Buzón, en: Box}}], acknowledge_workdays: 2, resolve_workdays: 10}",
}
C0715 Warning {
    es: ["el compromiso «{id}» no dice qué pasa si no se cumple", "aquí empieza el compromiso", "agregue «remedy» con el código de una medida de «remedies»: por ejemplo, una explicación escrita con la nueva fecha",
         "Una carta es una promesa de dos lados: dice también qué hace la municipalidad cuando falla."],
    en: ["commitment \"{id}\" does not say what happens when it fails", "the commitment starts here", "add \"remedy\" with the code of a measure in \"remedies\": for example, a written explanation with the new date",
         "A charter is a two-sided promise: it also says what the municipality does when it fails."],
    wrong: "service_levels:\n  - id: S1\n    name: {es: Horas de agua al día, en: Hours of water a day}\n    metric: hours\n    direction: at_least",
    right: "service_levels:\n  - id: S1\n    name: {es: Horas de agua al día, en: Hours of water a day}\n    metric: hours\n    direction: at_least\n    remedy: R1",
}
C0720 Error {
    es: ["la carta no puede estar en «{state}»: le falta {lacking}", "este estado no tiene respaldo", "agregue lo que falta o escriba el estado que sí tiene respaldo: draft, consultation, approved, in_force",
         "El estado dice lo que el Concejo hizo y aquí debe constar. En consulta: la carta completa y la fecha de apertura. Aprobada: además reuniones, cierre, acta y vigencia. Vigente: además la certificación del acta. En revisión: la apertura y el motivo. Retirada: el acta del retiro. Cabildo no cambia ningún estado por su cuenta."],
    en: ["the charter cannot be \"{state}\": it lacks {lacking}", "this state has no evidence", "add what is missing, or write the state that has its evidence: draft, consultation, approved, in_force",
         "The state says what the council did, and the evidence must be here. In consultation: the whole charter and the opening date. Approved: meetings, closing, act and validity as well. In force: the certified copy of the act as well. Under review: opening and reason. Withdrawn: the act that withdrew it. Cabildo changes no state on its own."],
    wrong: "state: consultation", right: "state: draft",
}
C0721 Error {
    es: ["el comentario «{topic}» no tiene respuesta", "sin respuesta", "agregue «answer» con lo que se decidió y por qué, también cuando no se aceptó",
         "Antes de aprobar la carta se responde a todo lo que los vecinos dijeron en la consulta."],
    en: ["the comment \"{topic}\" has no answer", "no answer", "add \"answer\" with what was decided and why, also when it was not accepted",
         "Before a charter is approved, everything that residents said in the consultation is answered."],
    wrong: "state: approved\nconsultation: {comments: [{topic: {es: Horas, en: Hours}, count: 3}]}",
    right: "state: approved\nconsultation: {comments: [{topic: {es: Horas, en: Hours}, count: 3, answer: {es: Sí, en: \"Yes\"}}]}",
}
C0722 Error {
    es: ["las fechas están al revés: {later} ({then}) es antes de {earlier} ({before})", "fecha fuera de orden", "revise las dos fechas en el acta y corrija la equivocada",
         "La consulta se abre, hay reuniones, se cierra, el Concejo aprueba, la carta rige, se revisa y termina, en ese orden; dos cosas pueden pasar el mismo día. Una ratificación la hace un concejo posterior al que aprobó. En un borrador es solo un aviso."],
    en: ["the dates are in the wrong order: {later} ({then}) comes before {earlier} ({before})", "date out of order", "check both dates in the act and mend the wrong one",
         "The consultation opens, there are meetings, it closes, the council approves, the charter is in force, it is reviewed and ends, in that order; two things may happen on one day. A ratification is made by a council after the one that approved. In a draft it is a warning only."],
    wrong: "validity: {from: 2026-01-01, to: 2025-12-31}", right: "validity: {from: 2026-01-01, to: 2026-12-31}",
}
C0723 Error {
    es: ["{what} ({date}) es posterior a la fecha del sitio ({today})", "aún no ha pasado", "corrija la fecha; si ese día ya pasó, construya el sitio con «--date» y la fecha de hoy",
         "Un acta, una reunión o una publicación que se da por hecha no puede estar en el futuro. La fecha del sitio es la de «--date» o la más nueva del contenido, no la del reloj. En un borrador es solo un aviso."],
    en: ["{what} ({date}) is later than the site's date ({today})", "not yet past", "mend the date; if that day has passed, build the site with \"--date\" and today's date",
         "An act, a meeting or a publication that is given as done cannot lie in the future. The site's date is that of \"--date\" or the newest in the content, not the clock's. In a draft it is a warning only."],
    wrong: "approval: {body: {es: Concejo, en: Council}, act: \"58-2062\", date: 2062-01-01}",
    right: "approval: {body: {es: Concejo, en: Council}, act: \"58-2025\", date: 2025-12-16}",
}
C0724 Error {
    es: ["la carta dice que está vigente, pero rige desde {from} y la fecha del sitio es {today}", "todavía no", "escriba «state: approved»: la página dirá que entra en vigencia el {from}. Si ese día ya llegó, construya el sitio con «--date» y la fecha de hoy",
         "Una carta aprobada cuya vigencia no ha empezado todavía no obliga a nadie."],
    en: ["the charter says that it is in force, but it begins on {from} and the site's date is {today}", "not yet", "write \"state: approved\": the page will say that it enters into force on {from}. If that day has come, build the site with \"--date\" and today's date",
         "An approved charter whose validity has not begun binds nobody yet."],
    wrong: "state: in_force\nvalidity: {from: 2062-01-01}", right: "state: approved\nvalidity: {from: 2062-01-01}",
}
C0725 Error {
    es: ["dos versiones están en vigor a la vez: la {version} y la {newest}", "también en vigor", "si la {newest} reemplaza a esta, escriba aquí «state: superseded»; si aún no rige, escriba «state: approved» en la {newest}",
         "Los vecinos deben saber cuál promesa vale: solo una versión puede estar vigente o en revisión."],
    en: ["two versions are in force at a time: {version} and {newest}", "in force, too", "if {newest} replaces this one, write \"state: superseded\" here; if it is not in force yet, write \"state: approved\" in {newest}",
         "Residents must know which promise holds: only one version can be in force or under review."],
    wrong: "", right: "",
}
C0726 Error {
    es: ["la versión {version} dice que fue reemplazada, pero no hay una más nueva aprobada", "¿reemplazada por cuál?", "agregue la versión nueva; si la carta terminó sin otra en su lugar, escriba «state: withdrawn» con su acta, y si sigue vigente, «state: in_force»",
         "Una versión solo se reemplaza por otra que el Concejo ya aprobó; un borrador o una consulta no la reemplazan."],
    en: ["version {version} says that it was superseded, but there is no newer one that was approved", "superseded by which?", "add the new version; if the charter ended with none in its place, write \"state: withdrawn\" with its act, and if it is still in force, \"state: in_force\"",
         "A version is superseded only by one that the council has approved; a draft or a consultation does not supersede it."],
    wrong: "state: superseded", right: "state: draft",
}
C0727 Error {
    es: ["la versión {version} no dice bien a cuál reemplaza[[: «{named}» no es la anterior]]", "", "[[escriba «supersedes: {right}»]]; si no reemplaza a ninguna, quite «supersedes»",
         "Cada versión nombra a la que estaba antes, para que la página muestre qué cambió entre las dos. En un borrador es solo un aviso."],
    en: ["version {version} does not say rightly which one it supersedes[[: \"{named}\" is not the one before]]", "", "[[write \"supersedes: {right}\"]]; if it supersedes none, take \"supersedes\" out",
         "Each version names the one before it, so that the page can show what changed between the two. In a draft it is a warning only."],
    wrong: "state: draft\nsupersedes: 9901-agua@1.0.0", right: "state: draft",
}
C0728 Warning {
    es: ["el número {version} no corresponde al cambio: {what} desde la {before}", "", "llame {right} a esta versión, o deje el compromiso como estaba",
         "El primer número sube cuando cambia lo que se promete (una meta, un mínimo, un compromiso más o menos); el segundo, cuando se aclara un texto; el tercero, por una errata o un contacto."],
    en: ["the number {version} does not fit the change: {what} since {before}", "", "call this version {right}, or leave the commitment as it was",
         "The first number rises when what is promised changes (a target, a minimum, one commitment more or less); the second, when a text is clarified; the third, for a misprint or a contact."],
    wrong: "", right: "",
}
C0729 Warning {
    es: ["la versión {version} no tiene su línea en «changelog»", "", "agregue en «changelog» la versión, la fecha, qué cambió y por qué",
         "Quien lee la historia de la carta debe ver qué trajo cada versión."],
    en: ["version {version} has no entry in \"changelog\"", "", "add to \"changelog\" the version, the date, what changed and why",
         "Whoever reads the charter's history should see what each version brought."],
    wrong: "state: consultation\nchangelog: []",
    right: "state: consultation\nchangelog: [{version: 1.0.0, date: 2025-12-16, what: {es: Primera versión, en: First version}}]",
}
C0730 Error {
    es: ["el resultado es de {period}, que termina el {last}: el {day} aún no había terminado", "periodo sin terminar", "corrija el periodo o la fecha de publicación; si el periodo ya terminó, construya el sitio con «--date» y la fecha de hoy",
         "Un resultado se publica cuando su periodo terminó, es decir, desde el día siguiente al último. Antes sería una cifra a medias."],
    en: ["the result is of {period}, which ends on {last}: on {day} it was not over", "period not over", "mend the period or the date of publication; if the period is over, build the site with \"--date\" and today's date",
         "A result is published when its period is over, which is from the day after its last one. Before that it would be half a figure."],
    wrong: "complaints: {channels: [{kind: mailbox, value: {es: Buzón, en: Box}}], acknowledge_workdays: 2, resolve_workdays: 10, last_period: {period: 2062-Q1, received: 1, solved: 1}}",
    right: "complaints: {channels: [{kind: mailbox, value: {es: Buzón, en: Box}}], acknowledge_workdays: 2, resolve_workdays: 10, last_period: {period: 2026-Q1, received: 1, solved: 1}}",
}
C0731 Error {
    es: ["en {period} no regía ninguna versión de esta carta", "antes de la carta", "corrija el periodo; lo que se midió antes de la carta va en «baseline» del nivel de servicio",
         "Un resultado se juzga por la versión que regía el primer día de su periodo. Antes de la primera no se había prometido nada."],
    en: ["no version of this charter was in force in {period}", "before the charter", "mend the period; what was measured before the charter goes into the service level's \"baseline\"",
         "A result is judged by the version that held on the first day of its period. Before the first one nothing had been promised."],
    wrong: "", right: "",
}
C0740 Notice {
    es: ["sin ratificación registrada: el concejo que tomó posesión el {since} no ha resuelto sobre esta carta", "la aprobó un concejo anterior", "cuando el Concejo la ratifique, agréguelo en «ratifications» con acta y fecha (propuesta, no norma: dentro de {days} días de tomar posesión); si la cambia, haga una versión nueva",
         "Una carta que aprobó el concejo anterior sigue como sus actas dicen, pero los vecinos deben saber si el nuevo la hizo suya. Cabildo lo muestra y no cambia el estado."],
    en: ["no ratification on record: the council that took office on {since} has not resolved on this charter", "an earlier council approved it", "when the council ratifies it, add it to \"ratifications\" with act and date (a proposal, not a norm: within {days} days of taking office); if it changes it, make a new version",
         "A charter that the earlier council approved stands as its acts say, but residents should know whether the new one made it its own. Cabildo shows it and does not change the state."],
    wrong: "", right: "",
}
C0741 Notice {
    es: ["vigencia vencida el {date}", "último día", "cuando el Concejo decida, haga una versión nueva con su vigencia, o retire la carta con su acta",
         "Pasó el último día de la vigencia y ningún acta dice qué sigue. La página lo muestra; el estado no cambia solo."],
    en: ["its validity ended on {date}", "last day", "when the council decides, make a new version with its validity, or withdraw the charter with its act",
         "The last day of the validity has passed and no act says what follows. The page shows it; the state does not change by itself."],
    wrong: "", right: "",
}
C0742 Notice {
    es: ["le toca revisión desde el {date}", "revisión", "cuando se abra la revisión, escriba «state: under_review» y «review» con la fecha y el motivo",
         "La carta dice cuándo se revisa, y ese día llegó. La página lo muestra; el estado no cambia solo."],
    en: ["its review has been due since {date}", "review", "when the review is opened, write \"state: under_review\" and \"review\" with the date and the reason",
         "The charter says when it is reviewed, and that day has come. The page shows it; the state does not change by itself."],
    wrong: "", right: "",
}
C0743 Notice {
    es: ["{levels}: {periods} periodos terminados o más sin ningún resultado", "sin resultados", "publique lo que se haya medido en results.yaml; si no se midió, es motivo para abrir la revisión",
         "Los resultados se esperan por trimestre, o por semestre o año si el nivel se mide así. Con dos periodos seguidos sin dato, nadie sabe si la promesa se cumple."],
    en: ["{levels}: {periods} closed periods or more without any result", "no results", "publish what was measured in results.yaml; if nothing was, that is a reason to open the review",
         "Results are expected by quarter, or by half-year or year where the level is measured so. After two periods in a row without data nobody knows whether the promise is kept."],
    wrong: "", right: "",
}
C0744 Notice {
    es: ["entra en vigencia el {date}", "inicio", "no hay nada que corregir; desde ese día, si el Concejo lo certifica, escriba «state: in_force»",
         "La carta está aprobada y su vigencia todavía no empieza."],
    en: ["it enters into force on {date}", "beginning", "nothing to mend; from that day on, if the council certifies it, write \"state: in_force\"",
         "The charter is approved and its validity has not begun."],
    wrong: "", right: "",
}
C0745 Notice {
    es: ["debía entrar en vigencia el {date} y sigue como aprobada", "inicio", "si ya está en vigor según las actas, agregue la certificación y escriba «state: in_force»",
         "Llegó el día en que la carta iba a regir. El estado lo cambian las actas del Concejo y quien edita, no Cabildo."],
    en: ["it was to enter into force on {date} and is still given as approved", "beginning", "if it is in force according to the acts, add the certified copy and write \"state: in_force\"",
         "The day has come on which the charter was to begin. The council's acts and the editor change the state, not Cabildo."],
    wrong: "", right: "",
}
C0746 Notice {
    es: ["para pasar a «{next}» todavía falta {lacking}", "siguiente paso", "agréguelo cuando lo tenga; mientras tanto la carta puede quedar en este estado",
         "Cada estado pide su respaldo. Esta nota dice qué falta para el siguiente."],
    en: ["to become \"{next}\" it still lacks {lacking}", "next step", "add it when you have it; until then the charter can stay in this state",
         "Each state asks for its evidence. This note says what the next one still needs."],
    wrong: "", right: "",
}
C0790 Error {
    es: ["{file}, celda {cell}: {what}", "", "corrija la celda, guarde el libro y vuelva a pedirlo; si no hay dato, déjela vacía",
         "El libro de Excel en que se escriben los resultados de una carta se lee celda por celda. Lo que no es un número no se adivina, y mientras haya una celda así no se copia ninguna."],
    en: ["{file}, cell {cell}: {what}", "", "mend the cell, save the workbook and ask again; if there is no figure, leave it empty",
         "The workbook into which a charter's results are written is read cell by cell. What is not a number is not guessed, and as long as there is such a cell none is copied."],
    wrong: "", right: "",
}
C0791 Error {
    es: ["[[«{path}» ya existe y no se escribe encima]][[{what}]]", "aquí", "[[{cure}]]",
         "«cabildo new» escribe archivos nuevos y añade filas al final. No cambia ni borra lo que alguien ya escribió."],
    en: ["[[\"{path}\" exists already and is not written over]][[{what}]]", "here", "[[{cure}]]",
         "\"cabildo new\" writes new files and adds rows at the end. It neither changes nor deletes what somebody has written."],
    wrong: "", right: "",
}
C0801 Error {
    es: ["datos de ejemplo (demo) bajo el municipio real «{code}»", "demo", "use «provisional» u «official» con su fuente, o lleve los datos a un municipio 99xx",
         "Las cifras inventadas viven solamente bajo los municipios ficticios 99xx: nadie debe tomarlas por ciertas."],
    en: ["example data (demo) under the real municipality \"{code}\"", "demo", "use \"provisional\" or \"official\" with its source, or move the data to a municipality 99xx",
         "Invented figures live only under the fictitious municipalities 99xx: nobody must take them for real."],
    wrong: "municipality: \"1302\"\nstatus: demo", right: "municipality: \"9901\"\nstatus: demo",
}
C0802 Error {
    es: ["el municipio ficticio «{code}» solo puede llevar datos «demo»", "", "escriba «status: demo»",
         "Un municipio 99xx no existe; sus datos no pueden ser provisionales ni oficiales."],
    en: ["the fictitious municipality \"{code}\" can only hold \"demo\" data", "", "write \"status: demo\"",
         "A municipality 99xx does not exist; its data can be neither provisional nor official."],
    wrong: "municipality: \"9901\"\nstatus: official", right: "municipality: \"9901\"\nstatus: demo",
}
C0803 Error {
    es: ["datos oficiales sin {what} en la fuente «{id}»", "", "complete la fuente en content/sources.yaml",
         "Un dato oficial dice de dónde viene, cuándo se consultó y la huella (sha256) del archivo."],
    en: ["official data without {what} in the source \"{id}\"", "", "complete the source in content/sources.yaml",
         "Official data say where they come from, when they were retrieved and the file's sha256."],
    wrong: "status: official\nsource: minfin", right: "- {id: minfin, retrieved_on: 2026-11-20, sha256: …}",
}
C0804 Error {
    es: ["la fecha {date} es posterior a la fecha del sitio ({today})", "fecha futura", "corrija la fecha; «consultado el» y «publicado el» no pueden estar en el futuro",
         "Una fecha de consulta en el futuro es siempre un error de escritura."],
    en: ["the date {date} is later than the site's date ({today})", "date in the future", "mend the date; \"retrieved\" and \"published\" cannot lie in the future",
         "A retrieval date in the future is always a slip of the pen."],
    wrong: "retrieved_on: 2062-11-20", right: "retrieved_on: 2026-11-20",
}
C0805 Error {
    es: ["el año se declara oficial, pero {what}", "", "complételo, o escriba «status: provisional» hasta que se valide",
         "Un dato oficial es de un año cerrado y dice qué oficina o entidad lo validó (validated_by)."],
    en: ["the year is declared official, but {what}", "", "complete it, or write \"status: provisional\" until it has been validated",
         "Official data are those of a closed year and say which office or body validated them (validated_by)."],
    wrong: "status: official", right: "status: official\nvalidated_by: Contraloría General de Cuentas",
}
C0810 Error {
    es: ["esto parece el CUI (DPI) de una persona: {masked}", "dato personal", "bórrelo; si la persona firma por su cargo, bastan el nombre y el cargo",
         "El número de identificación de una persona es un dato personal y no se publica. Cabildo lo reconoce por su largo, su cifra de control y el municipio en que termina; si no es un CUI, escríbalo con otra separación."],
    en: ["this looks like a person's CUI (DPI) number: {masked}", "personal data", "delete it; if the person signs for an office, name and office are enough",
         "A person's identification number is personal data and is not published. Cabildo knows it by its length, its check digit and the municipality it ends in; if it is no CUI, write it with other spacing."],
    wrong: "Responsable: Ana López, DPI 0000 00000 0101", right: "Responsable: Ana López, directora de la DMP",
}
C0901 Notice {
    es: ["el sitio no tiene base_url: se omiten mapa del sitio, direcciones canónicas y hreflang", "", "cuando se sepa la dirección, escríbala en content/site.yaml o dé --base-url https://…",
         "La dirección pública del sitio no se inventa. Sin ella, lo que necesita direcciones completas se deja fuera; todo lo demás funciona."],
    en: ["the site has no base_url: sitemap, canonical addresses and hreflang are left out", "", "once the address is known, write it into content/site.yaml or give --base-url https://…",
         "The site's public address is never invented. Without it, what needs full addresses is left out; all else works."],
    wrong: "", right: "base_url: https://anam.example/",
}
C0902 Error {
    es: ["la carpeta de salida «{path}» tiene archivos que Cabildo no escribió", "", "elija otra con --out, o vacíela usted; Cabildo no borra lo que no es suyo",
         "Publicar reemplaza la carpeta de salida entera. Por eso solo se usa una carpeta vacía o una que Cabildo haya escrito."],
    en: ["the output folder \"{path}\" holds files that Cabildo did not write", "", "choose another with --out, or empty it yourself; Cabildo deletes nothing that is not its own",
         "Publishing replaces the whole output folder. It therefore uses only an empty folder or one that Cabildo wrote."],
    wrong: "cabildo build --out ~/Documentos", right: "cabildo build --out public",
}
C0903 Error {
    es: ["no se pudo {action} «{path}»: {reason}", "", "revise permisos y espacio en el disco; el sitio publicado quedó como estaba",
         "El sistema no permitió leer o escribir. El sitio que estaba publicado no se tocó."],
    en: ["could not {action} \"{path}\": {reason}", "", "check permissions and disk space; the published site is as it was",
         "The system did not allow reading or writing. The site that was published was not touched."],
    wrong: "", right: "",
}
C0904 Error {
    es: ["otra construcción está usando «{path}»", "", "espere a que termine y vuelva a intentarlo",
         "Dos construcciones a la vez sobre la misma carpeta podrían mezclar sus archivos."],
    en: ["another build is using \"{path}\"", "", "wait until it ends and try again",
         "Two builds into one folder at a time could mix their files."],
    wrong: "", right: "",
}
C0905 Error {
    es: ["[[«{value}» no sirve como «{key}»]][[{what}]]", "no sirve", "[[¿quiso decir «{nearest}»? ]][[{cure}]]",
         "Una opción de la orden o de content/site.yaml no tiene un valor posible."],
    en: ["[[\"{value}\" will not do as \"{key}\"]][[{what}]]", "will not do", "[[did you mean \"{nearest}\"? ]][[{cure}]]",
         "An option of the command or of content/site.yaml has an impossible value."],
    wrong: "base_url: anam.example", right: "base_url: https://anam.example/",
}
C0906 Error {
    es: ["el motor de plantillas no entiende esta parte del tema[[: {what}]]", "aquí", "deshaga el último cambio de esta línea, o pida ayuda a quien mantiene el tema; el motor habla inglés, y «cabildo explicar C0906» dice qué suele querer decir",
         "Una plantilla del tema no se entiende o pide un dato que su página no tiene. «expected …, found …»: falta un signo o sobra, casi siempre una llave o un «%}}». «… is not defined»: ese dato no existe con ese nombre. «Unknown filter» o «Unknown tag»: no hay una orden que se llame así. «unclosed»: a un {% if %} o {% for %} le falta su {% endif %} o {% endfor %}."],
    en: ["the template engine does not understand this part of the theme[[: {what}]]", "here", "undo the last change to this line, or ask whoever maintains the theme; \"cabildo explain C0906\" says what is usually wrong",
         "A template of the theme cannot be read or asks for a value that its page does not have. \"expected …, found …\": a sign is missing or one too many, mostly a brace or \"%}}\". \"… is not defined\": there is no value of that name. \"Unknown filter\" or \"Unknown tag\": there is no such command. \"unclosed\": an {% if %} or {% for %} lacks its {% endif %} or {% endfor %}."],
    wrong: "{{ page.headin }}", right: "{{ page.heading }}",
}
C0907 Error {
    es: ["el cajista no entiende esta parte de la plantilla impresa[[: {what}]]", "aquí", "deshaga el último cambio de esta línea, o pida ayuda a quien mantiene el tema; el cajista (Typst) habla inglés, y «cabildo explicar C0907» dice qué suele querer decir[[. Ocurrió al imprimir {file}]]",
         "Las cartas en PDF se hacen con plantillas de Typst, en la carpeta print del tema. «unknown variable»: ese nombre no existe. «dictionary does not contain key»: ese dato no está con ese nombre. «unclosed delimiter»: falta un paréntesis, una llave o un corchete. «PDF/UA-1 error»: así no podría leerlo en voz alta un lector de pantalla; casi siempre falta el texto que describe una imagen o el título del documento."],
    en: ["the typesetter does not understand this part of the printed template[[: {what}]]", "here", "undo the last change to this line, or ask whoever maintains the theme; \"cabildo explain C0907\" says what is usually wrong[[. It happened when {file} was printed]]",
         "Charters as PDF are made with Typst templates, in the theme's folder print. \"unknown variable\": there is no such name. \"dictionary does not contain key\": there is no value of that name. \"unclosed delimiter\": a parenthesis, brace or bracket is missing. \"PDF/UA-1 error\": a screen reader could not read it aloud like this; mostly a picture lacks its description or the document its title."],
    wrong: "#data.titel", right: "#data.title",
}
C0908 Error {
    es: ["«{sign}» ({code}) no se puede imprimir: las letras del programa no lo tienen", "", "cámbielo por una palabra o por otro signo; si lo necesita, escriba a quien mantiene Cabildo",
         "Las cartas en PDF llevan dentro sus letras, que cubren el español, los idiomas mayas escritos con letras latinas y los signos de fórmulas. Un dibujo o una letra de otra escritura saldría en blanco en el papel."],
    en: ["\"{sign}\" ({code}) cannot be printed: the program's fonts do not have it", "", "write a word or another sign instead; if you need it, write to whoever maintains Cabildo",
         "Charters as PDF carry their letters with them, which cover Spanish, the Mayan languages in Latin letters and the signs of formulas. A pictograph or a letter of another script would be blank on paper."],
    wrong: "name: {es: Agua 💧, en: Water}", right: "name: {es: Agua, en: Water}",
}
C0999 Error {
    es: ["falla de Cabildo: {what}", "", "su contenido no tiene la culpa; informe de esto con el texto completo y la versión",
         "Algo que no debía ocurrir dentro del programa. El sitio publicado no se tocó."],
    en: ["a fault of Cabildo: {what}", "", "your content is not to blame; please report this with the whole text and the version",
         "Something inside the program that should not happen. The published site was not touched."],
    wrong: "", right: "",
}
}

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn codes_are_in_order_and_have_words_in_both_languages() {
        assert!(ALL.windows(2).all(|pair| pair[0].code < pair[1].code));
        for fault in ALL {
            for words in [fault.message, fault.cause] {
                assert!(!words.es.is_empty() && !words.en.is_empty(), "{}", fault.code);
            }
            assert_eq!(fault.help.es.is_empty(), fault.help.en.is_empty(), "{}", fault.code);
        }
    }
}
