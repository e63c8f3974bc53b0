//! What the words of a charter say: promises without measure, sanctions, water that is cut off.
//!
//! Words are compared without accents and in lower case, whole, in the language in which the text is written. What is
//! said in words is never surely known; so each list has its exceptions, and the tests hold the false alarms that were
//! thought of.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::diagnostics::Words;
use crate::model::values::{Lang, Texts};

/// A word without measure, as it stands in a text, and how to say it measurably.
#[derive(Debug, PartialEq)]
pub(super) struct Vague {
    pub(super) said: String,
    pub(super) instead: &'static str,
    pub(super) instead_en: &'static str,
}

impl Vague {
    pub(super) fn advice(&self) -> Words {
        Words { es: self.instead, en: self.instead_en }
    }
}

/// Words that say the same, and what to write in their place.
struct Entry {
    forms: Terms,
    instead: Words,
    /// Whether a figure may be its object: "mejorar la calificación" says which figure is meant.
    takes_figure: bool,
}

fn entry(forms: &'static str, es: &'static str, en: &'static str) -> Entry {
    Entry { forms: Terms::of(forms), instead: Words { es, en }, takes_figure: false }
}

const TERM: (&str, &str) = (
    "diga el plazo: «en … días hábiles» o «en … horas»",
    "say the term: \"within … working days\" or \"within … hours\"",
);
const QUALITY: (&str, &str) = (
    "diga qué se mide y cuánto: «… de cada 100 …», «cloro entre … y … mg/L», «… horas al día»",
    "say what is measured and how much: \"… of every 100 …\", \"chlorine between … and … mg/L\", \"… hours a day\"",
);
const OFTEN: (&str, &str) =
    ("diga cada cuánto: «cada … días» o «… veces al mes»", "say how often: \"every … days\" or \"… times a month\"");
const AMOUNT: (&str, &str) = (
    "diga cuánto: «… litros por persona», «… personas», «… horas»",
    "say how much: \"… litres a person\", \"… people\", \"… hours\"",
);
const CHANGE: (&str, &str) = (
    "diga de cuánto a cuánto y hasta cuándo: «pasar de … a … antes del …»",
    "say from what to what and by when: \"go from … to … by …\"",
);
const EFFORT: (&str, &str) = (
    "diga lo que sí se hará y cuánto: «… veces», «… de cada 100 …»",
    "say what will be done and how much: \"… times\", \"… of every 100 …\"",
);

static SPANISH: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    vec![
        entry(
            "oportuno,oportuna,oportunos,oportunas,oportunamente,a la brevedad,a la mayor brevedad,a la brevedad posible,\
         lo antes posible,lo mas pronto posible,cuanto antes,tiempo prudencial,plazo prudencial,tiempo razonable,\
         plazo razonable,en el menor tiempo,en el menor tiempo posible,menor tiempo posible,prontamente,con prontitud,\
         pronta respuesta,pronta atencion,rapido,rapida,rapidos,rapidas,rapidamente,agil,agiles,agilmente,con agilidad",
            TERM.0,
            TERM.1,
        ),
        entry(
            "de calidad,buena calidad,mejor calidad,alta calidad,calidad optima,excelente,excelentes,excelencia,optimo,\
         optima,optimos,optimas,buen servicio,buenos servicios,buena atencion,mejor servicio,mejores servicios,\
         mejor atencion,satisfactorio,satisfactoria,satisfactorios,satisfactorias,satisfactoriamente,adecuado,adecuada,\
         adecuados,adecuadas,adecuadamente,apropiado,apropiada,apropiados,apropiadas,apropiadamente,eficiente,\
         eficientes,eficientemente,eficiencia,eficaz,eficaces,eficazmente,eficacia",
            QUALITY.0,
            QUALITY.1,
        ),
        entry(
            "periodica,periodicas,periodicamente,regularmente,frecuentemente,con frecuencia,constantemente,\
         permanentemente,continuamente",
            OFTEN.0,
            OFTEN.1,
        ),
        entry("suficiente,suficientes,suficientemente", AMOUNT.0, AMOUNT.1),
        Entry {
            forms: Terms::of(
                "mejorar,mejorara,mejoraran,mejoraremos,mejoramos,optimizar,optimizara,optimizaremos,fortalecer,\
                fortalecera,fortaleceremos,agilizar,agilizara,agilizaremos",
            ),
            instead: Words { es: CHANGE.0, en: CHANGE.1 },
            takes_figure: true,
        },
        entry("en la medida de lo posible,hacer lo posible,dentro de lo posible,en lo posible", EFFORT.0, EFFORT.1),
    ]
});

static ENGLISH: LazyLock<Vec<Entry>> = LazyLock::new(|| {
    vec![
        entry(
            "timely,prompt,promptly,as soon as possible,at the earliest,swift,swiftly,quick,quickly,speedy,speedily,fast,\
         in due time,in due course,without undue delay,reasonable time,reasonable term,in good time",
            TERM.0,
            TERM.1,
        ),
        entry(
            "quality service,quality services,quality attention,quality care,quality water,good quality,high quality,\
         best quality,of quality,excellent,excellence,optimal,optimum,good service,good services,better service,\
         better services,good attention,satisfactory,satisfactorily,adequate,adequately,appropriate,appropriately,\
         efficient,efficiently,efficiency,effective,effectively",
            QUALITY.0,
            QUALITY.1,
        ),
        entry("periodically,regularly,frequently,often,constantly,permanently,continuously", OFTEN.0, OFTEN.1),
        entry("sufficient,sufficiently,enough", AMOUNT.0, AMOUNT.1),
        Entry {
            forms: Terms::of("improve,improves,improving,optimise,optimize,strengthen,streamline"),
            instead: Words { es: CHANGE.0, en: CHANGE.1 },
            takes_figure: true,
        },
        entry("as far as possible,where possible,best efforts,our best", EFFORT.0, EFFORT.1),
    ]
});

/// What "de calidad" may follow without being a promise: "control de calidad", "Comisión de Calidad".
static OF_QUALITY: LazyLock<Terms> = LazyLock::new(|| {
    Terms::of(
        "analisis,aseguramiento,certificado,certificados,comision,comite,control,controles,criterio,\
    criterios,departamento,direccion,encuesta,estandar,estandares,gestion,indicador,indicadores,indice,informe,\
    laboratorio,medicion,monitoreo,muestra,muestras,norma,normas,oficina,parametro,parametros,politica,prueba,pruebas,\
    reporte,sello,sistema,unidad,vigilancia",
    )
});

/// Figures that can be improved.
static FIGURES: LazyLock<Terms> = LazyLock::new(|| {
    Terms::of(
        "calificacion,calificaciones,puntaje,puntajes,puntuacion,promedio,indice,indices,indicador,\
    indicadores,porcentaje,resultado,resultados,nota,posicion,marca,score,scores,rating,ratings,average,index,\
    percentage,result,results,rank,ranking",
    )
});

static ARTICLES: LazyLock<Terms> =
    LazyLock::new(|| Terms::of("el,la,los,las,su,sus,nuestro,nuestra,un,una,the,its,our,their,a,an"));

/// Numbers in words, and what measures like one.
static NUMBERS: LazyLock<Terms> = LazyLock::new(|| {
    Terms::of(
        "cero,dos,tres,cuatro,cinco,seis,siete,ocho,nueve,diez,once,doce,trece,catorce,quince,dieciseis,\
    diecisiete,dieciocho,diecinueve,veinte,veintiun,veinticuatro,treinta,cuarenta,cincuenta,sesenta,setenta,ochenta,\
    noventa,cien,ciento,mil,un dia,una hora,una semana,un mes,un minuto,un ano,mismo dia,misma semana,dia siguiente,\
    media hora,zero,one,two,three,four,five,six,seven,eight,nine,ten,eleven,twelve,thirteen,fourteen,fifteen,twenty,\
    thirty,forty,fifty,sixty,seventy,eighty,ninety,hundred,thousand,same day,next day,an hour,a day,a week,a month",
    )
});

/// The first word of each kind without measure in a text that has no number; each word once.
pub(super) fn vague(texts: &Texts) -> Vec<Vague> {
    let mut found: Vec<Vague> = Vec::new();
    for lang in texts.languages() {
        let entries = match lang.as_str() {
            "es" => &*SPANISH,
            "en" => &*ENGLISH,
            _ => continue,
        };
        let text = texts.get(lang).unwrap_or_default();
        let words = Text::of(text);
        if words.has_number() {
            continue;
        }
        let of_text: Vec<Vague> = entries.iter().filter_map(|entry| words.vague(entry)).collect();
        // One promise, one fault: its translation says the same.
        if found.is_empty() {
            found = of_text;
        }
    }
    found
}

/// Words of a penalty for residents.
static SANCTIONS: LazyLock<[(&str, Terms); 2]> = LazyLock::new(|| {
    [
        (
            "es",
            Terms::of(
                "multa,multas,multar,multara,recargo,recargos,sancion,sanciones,sancionar,sancionara,mora,moras,intereses,\
         interes moratorio,penalizacion,penalidad,suspension,suspensiones,suspender,suspende,suspendera,suspendido,corte,\
         cortes,cortar,se corta,se le corta,cortara,cortado,desconexion,desconectar,desconecta,desconectara,decomiso,decomisar,\
         clausura,clausurar,arresto,retiro del medidor,retiro de la acometida,cierre de la llave,cobro adicional,\
         perdida del puesto,perdida del derecho",
            ),
        ),
        (
            "en",
            Terms::of(
                "fine,fines,fined,surcharge,surcharges,sanction,sanctions,sanctioned,penalty,penalties,late charge,late charges,\
         late fee,late fees,interest,suspension,suspend,suspended,suspends,cut off,cutoff,cuts off,cutting off,\
         disconnect,disconnected,disconnects,disconnection,shut off,turned off,turn off,confiscation,closure,\
         extra charge,loss of the stall",
            ),
        ),
    ]
});

/// Words of a charge that is lowered.
static DISCOUNTS: LazyLock<[(&str, Terms); 2]> = LazyLock::new(|| {
    [
        ("es", Terms::of("descuento,descuentos,rebaja,rebajas,exoneracion,exoneraciones,condonacion")),
        ("en", Terms::of("discount,discounts,rebate,rebates,waiver,waivers,exemption")),
    ]
});

/// Words of a supply that is taken away.
static CUTS: LazyLock<[(&str, Terms); 2]> = LazyLock::new(|| {
    [
        (
            "es",
            Terms::of(
                "suspension,suspensiones,suspender,suspende,suspendera,suspendido,corte,cortes,cortar,se corta,se le corta,cortara,cortado,\
         desconexion,desconectar,desconecta,desconectara,retiro del medidor,retiro de la acometida,cierre de la llave,\
         cierre del servicio,cerrar la llave,quitar el agua,quita el agua,quitara el agua",
            ),
        ),
        (
            "en",
            Terms::of(
                "suspension,suspend,suspended,suspends,cut off,cutoff,cuts off,cutting off,disconnect,disconnected,disconnects,\
         disconnection,shut off,turned off,turn off,cutting the water,cut the water",
            ),
        ),
    ]
});

static WATER: LazyLock<Terms> = LazyLock::new(|| Terms::of("agua,acometida,chorro,medidor,water,tap,meter"));

/// What is cut or suspended without being a service.
static OTHER_OBJECTS: LazyLock<Terms> = LazyLock::new(|| {
    Terms::of(
        "caja,corriente,energia,luz,papel,electrica,electrico,sesion,plazo,actividades,trafico,\
    transito,arboles,power,electricity,session,meeting,traffic,trees",
    )
});

/// Who does not pay, and what follows from it: what makes a cut a measure against a household and not maintenance.
static DEBT: LazyLock<Terms> = LazyLock::new(|| {
    Terms::of(
        "pague,paguen,paga,pagan,pagar,pago,pagos,moroso,morosos,morosa,morosas,mora,deuda,deudas,atrasado,\
    atrasados,adeude,adeuden,pay,pays,payment,payments,paid,arrears,debt,debts,unpaid,overdue,debtor,debtors",
    )
});

/// Whether a measure against residents is a sanction or charge, which only a published regulation can set.
pub(super) fn is_sanction(texts: &Texts) -> bool {
    any_says(texts, &*SANCTIONS, |_| true)
}

/// Whether a remedy lowers a charge, which only a published regulation can do, whatever kind of measure it is said to be.
pub(super) fn is_discount(texts: &Texts) -> bool {
    any_says(texts, &*DISCOUNTS, |_| true)
}

/// Whether a measure against residents takes a household's water. In a charter of the water service, whatever is cut off
/// or suspended is water.
pub(super) fn cuts_water(texts: &Texts, is_water_service: bool) -> bool {
    any_says(texts, &*CUTS, |text| is_water_service || text.has(&WATER))
}

/// The same in a text that is not a measure against residents: a supply is cut there for maintenance, too, so that it
/// must also speak of debts.
pub(super) fn cuts_water_for_debt(texts: &Texts, is_water_service: bool) -> bool {
    any_says(texts, &*CUTS, |text| (is_water_service || text.has(&WATER)) && text.has(&DEBT))
}

fn any_says(texts: &Texts, terms: &[(&str, Terms)], holds: impl Fn(&Text) -> bool) -> bool {
    let says = |lang: Lang| {
        let Some((_, terms)) = terms.iter().find(|(code, _)| *code == lang.as_str()) else { return false };
        let text = Text::of(texts.get(lang).unwrap_or_default());
        text.all(terms)
            .any(|(at, length)| !text.is_denied(at) && !text.is_about(at + length, &OTHER_OBJECTS) && holds(&text))
    };
    texts.languages().any(says)
}

struct Word<'t> {
    written: &'t str,
    folded: String,
    /// Which part of the sentence it is in: parts end at commas and stops.
    part: usize,
}

impl Word<'_> {
    fn is_capital(&self) -> bool {
        self.written.chars().next().is_some_and(char::is_uppercase)
    }
}

/// The words of a text.
struct Text<'t> {
    words: Vec<Word<'t>>,
}

fn fold(word: &str) -> String {
    word.to_lowercase().nfd().filter(|c| !is_combining_mark(*c)).collect()
}

/// Words and groups of words, by the first word; the longest first, so that "a la mayor brevedad" is told whole.
struct Terms(BTreeMap<&'static str, Vec<Vec<&'static str>>>);

impl Terms {
    /// Of a list with commas.
    fn of(list: &'static str) -> Terms {
        let mut terms: BTreeMap<&str, Vec<Vec<&str>>> = BTreeMap::new();
        for form in list.split(',').map(str::trim) {
            let words: Vec<&str> = form.split(' ').collect();
            terms.entry(words[0]).or_default().push(words);
        }
        terms.values_mut().for_each(|forms| forms.sort_by_key(|form| std::cmp::Reverse(form.len())));
        Terms(terms)
    }
}

impl<'t> Text<'t> {
    fn of(text: &'t str) -> Text<'t> {
        let mut words = Vec::new();
        let mut part = 0;
        let mut start = None;
        for (at, c) in text.char_indices().chain([(text.len(), '.')]) {
            let inside = c.is_alphanumeric() || is_combining_mark(c);
            match start {
                None if inside => start = Some(at),
                Some(from) if !inside => {
                    words.push(Word { written: &text[from..at], folded: fold(&text[from..at]), part });
                    start = None;
                }
                _ => {}
            }
            part += usize::from(matches!(c, ',' | ';' | ':' | '.' | '(' | ')' | '!' | '?' | '—' | '\n'));
        }
        Text { words }
    }

    fn is(&self, at: usize, word: &str) -> bool {
        self.words.get(at).is_some_and(|known| known.folded == word)
    }

    fn is_one_of(&self, at: usize, words: &Terms) -> bool {
        self.words.get(at).is_some_and(|known| words.0.contains_key(known.folded.as_str()))
    }

    /// Where terms stand: the first word, and how many.
    fn all(&self, terms: &Terms) -> impl Iterator<Item = (usize, usize)> {
        let said = |(at, word): (usize, &Word)| {
            let holds = |form: &&Vec<&str>| form.iter().enumerate().all(|(n, word)| self.is(at + n, word));
            terms.0.get(word.folded.as_str())?.iter().find(holds).map(|form| (at, form.len()))
        };
        self.words.iter().enumerate().filter_map(said)
    }

    fn has(&self, terms: &Terms) -> bool {
        self.all(terms).next().is_some()
    }

    fn has_number(&self) -> bool {
        self.words.iter().any(|word| word.folded.contains(|c: char| c.is_ascii_digit())) || self.has(&NUMBERS)
    }

    fn vague(&self, entry: &Entry) -> Option<Vague> {
        let said = self.all(&entry.forms).find(|(at, length)| {
            let object = at + length;
            let object = if self.is_one_of(object, &ARTICLES) { object + 1 } else { object };
            let is_of_quality = self.is(*at, "de") && self.is(at + 1, "calidad");
            !(self.is_name(at + length - 1)
                || (entry.takes_figure && self.is_one_of(object, &FIGURES))
                || (is_of_quality && *at > 0 && self.is_one_of(at - 1, &OF_QUALITY)))
        });
        let (at, length) = said?;
        let words: Vec<&str> = self.words[at..at + length].iter().map(|word| word.written).collect();
        Some(Vague { said: words.join(" ").to_lowercase(), instead: entry.instead.es, instead_en: entry.instead.en })
    }

    /// Whether a word belongs to a name, as in "Comisión de Calidad y Mejora": it is written with a capital letter within
    /// a sentence whose other words are not.
    fn is_name(&self, at: usize) -> bool {
        let starts = at == 0 || self.words[at - 1].part != self.words[at].part;
        let others = self.words.iter().any(|word| !word.is_capital() && word.folded.chars().count() > 3);
        self.words[at].is_capital() && !starts && others
    }

    /// Whether a word is denied: "no genera mora", "sin recargo". "Si no paga, …" and "por no pagar, …" deny nothing of
    /// what follows.
    fn is_denied(&self, at: usize) -> bool {
        static PRONOUNS: LazyLock<Terms> = LazyLock::new(|| Terms::of("se,le,les,lo,la,los,las,me,nos"));
        static DENIALS: LazyLock<Terms> = LazyLock::new(|| Terms::of("no,nunca,jamas,not,never,nor"));
        static WITHOUT: LazyLock<Terms> = LazyLock::new(|| Terms::of("sin,ni,ningun,ninguna,ninguno,without"));
        static CONDITIONS: LazyLock<Terms> =
            LazyLock::new(|| Terms::of("si,quien,quienes,que,cuando,de,por,al,if,who,that,when,for,whoever,as"));
        let before: Vec<usize> = (0..at)
            .rev()
            .take_while(|n| self.words[*n].part == self.words[at].part)
            .filter(|n| !self.is_one_of(*n, &PRONOUNS))
            .take(2)
            .collect();
        let is_condition = |n: usize| n > 0 && self.is_one_of(n - 1, &CONDITIONS);
        before.first().is_some_and(|n| self.is_one_of(*n, &WITHOUT))
            || before.iter().any(|n| self.is_one_of(*n, &DENIALS) && !is_condition(*n))
    }

    /// Whether what follows a word within its part of the sentence is one of these: "corte de luz".
    fn is_about(&self, after: usize, terms: &Terms) -> bool {
        let Some(part) = after.checked_sub(1).and_then(|at| self.words.get(at)).map(|word| word.part) else {
            return false;
        };
        (after..(after + 3).min(self.words.len()))
            .take_while(|n| self.words[*n].part == part)
            .any(|n| self.is_one_of(n, terms))
    }
}

#[cfg(test)]
mod tests {
    use super::{cuts_water, cuts_water_for_debt, is_discount, is_sanction, vague};
    use crate::model::values::Texts;

    fn texts(lang: &str, text: &str) -> Texts {
        crate::source::yaml::decode_text(&format!("{lang}: \"{text}\"")).expect("texts")
    }

    fn said(lang: &str, text: &str) -> Vec<String> {
        vague(&texts(lang, text)).into_iter().map(|vague| vague.said).collect()
    }

    #[test]
    fn words_without_measure_are_found_whole_and_without_accents() {
        for (lang, text, word) in [
            ("es", "Atención oportuna de reclamos", "oportuna"),
            ("es", "ATENCIÓN OPORTUNA", "oportuna"),
            ("es", "Resolver oportunamente", "oportunamente"),
            ("es", "Dar un servicio de calidad", "de calidad"),
            ("es", "Reparar las fugas a la brevedad posible", "a la brevedad posible"),
            ("es", "Reparar las fugas a la mayor brevedad.", "a la mayor brevedad"),
            ("es", "Responder lo antes posible", "lo antes posible"),
            ("es", "Responder en tiempo prudencial", "tiempo prudencial"),
            ("es", "Recoger la basura de forma eficiente", "eficiente"),
            ("es", "Trámites ágiles", "ágiles"),
            ("es", "Tratamiento adecuado", "adecuado"),
            ("es", "Prestar un buen servicio", "buen servicio"),
            ("es", "Mejorar el servicio", "mejorar"),
            ("es", "Mejoraremos la atención", "mejoraremos"),
            ("es", "Revisar periódicamente los tanques", "periódicamente"),
            ("en", "Timely answers to complaints", "timely"),
            ("en", "Provide a high-quality service", "high quality"),
            ("en", "Repair leaks as soon as possible", "as soon as possible"),
            ("en", "Improve the service", "improve"),
        ] {
            assert_eq!(said(lang, text), [word.to_owned()], "{text}");
        }
        assert_eq!(said("es", "Un servicio de calidad, oportuno"), ["oportuno", "de calidad"]);
    }

    #[test]
    fn names_figures_parts_of_words_and_texts_with_a_number_are_no_false_alarm() {
        for (lang, text) in [
            ("es", "Horas de agua al día"),
            ("es", "Reparar cada fuga oportunamente: en 2 días hábiles"),
            ("es", "Respuesta oportuna en dos días hábiles"),
            ("es", "Respuesta oportuna el mismo día"),
            ("es", "Mejorar la calificación del agua en la encuesta"),
            ("es", "Mejorar el puntaje"),
            ("es", "Reunirse con la Comisión de Calidad"),
            ("es", "Comisión de Calidad"),
            ("es", "Presentar el informe ante la Mesa de Calidad"),
            ("es", "Publicar las pruebas de calidad del agua"),
            ("es", "Control de calidad del agua"),
            ("es", "Calidad del agua"),
            ("es", "Pagar la contribución por mejoras"),
            ("es", "Aprovechar la oportunidad de opinar"),
            ("es", "Leer el periódico mural"),
            ("es", "Reclamos resueltos a tiempo"),
            ("en", "Complaints solved on time"),
            ("en", "Improve the score of the survey"),
            ("en", "Water quality control"),
            ("en", "Answer promptly: within 3 working days"),
            ("en", "Answer quickly, within one working day"),
            // In Maya languages nothing is guessed.
            ("kjb", "de calidad"),
        ] {
            assert_eq!(said(lang, text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn a_promise_and_its_translation_are_one_fault() {
        let both = crate::source::yaml::decode_text("{es: Atención oportuna, en: Timely attention}").expect("texts");
        assert_eq!(vague(&both).len(), 1);
    }

    #[test]
    fn sanctions_are_known_and_their_denial_too() {
        for (lang, text) in [
            ("es", "Multa según el reglamento"),
            ("es", "Recargo del uno por ciento mensual"),
            ("es", "Se cobra mora"),
            ("es", "Si no paga, se cobra mora"),
            ("es", "Si no paga se le cobra recargo"),
            ("es", "Quien no pague multa"),
            ("es", "Suspensión del servicio"),
            ("es", "Clausura del local"),
            ("en", "A fine set by the regulation"),
            ("en", "A late charge is added"),
        ] {
            assert!(is_sanction(&texts(lang, text)), "{text}");
        }
        for (lang, text) in [
            ("es", "Disculpa escrita con nueva fecha; el recibo tardío no genera mora"),
            ("es", "Nueva visita sin recargo"),
            ("es", "Aviso escrito, sin ninguna multa"),
            ("es", "Aviso de cobro y convenio de pago, según el reglamento del servicio"),
            ("es", "Corte de luz"),
            ("es", "Una visita corta en la ventanilla"),
            ("es", "Nueva visita después del corte de energía eléctrica"),
            ("en", "Written apology; a late bill carries no late charge"),
            ("en", "A second visit without surcharge"),
            ("en", "Final notice, and a finely tuned refined definition"),
        ] {
            assert!(!is_sanction(&texts(lang, text)), "{text}");
        }
    }

    #[test]
    fn discounts_are_known_whatever_the_measure_is_called() {
        assert!(is_discount(&texts("es", "Rebaja del diez por ciento en el recibo")));
        assert!(!is_discount(&texts("es", "Disculpa escrita, sin descuento")));
        assert!(!is_discount(&texts("es", "Explicación escrita con la nueva fecha")));
    }

    #[test]
    fn water_that_is_cut_off_is_known() {
        for (lang, text) in [
            ("es", "Suspensión del servicio de agua"),
            ("es", "A los tres meses se corta el agua"),
            ("es", "Si no paga se corta el agua"),
            ("es", "Por no pagar, corte del agua"),
            ("es", "Desconexión de la acometida"),
            ("en", "The water is cut off after three months"),
            ("en", "Disconnection of the tap"),
        ] {
            assert!(cuts_water(&texts(lang, text), false), "{text}");
        }
        let stall = texts("es", "Suspensión del puesto por una semana");
        assert!(!cuts_water(&stall, false) && is_sanction(&stall));
        assert!(cuts_water(&texts("es", "Corte del servicio"), true));
        assert!(!cuts_water(&texts("es", "Corte del servicio"), false));
        for text in ["Aviso escrito, sin corte del agua", "No se corta el agua a nadie", "El agua no se le cortará"] {
            assert!(!cuts_water(&texts("es", text), true), "{text}");
        }
        let announced = texts("es", "Anunciar los cortes en el altavoz, la radio local y la ventanilla");
        assert!(!cuts_water_for_debt(&announced, true));
        assert!(cuts_water_for_debt(&texts("es", "Suspender el servicio a quien no pague"), true));
    }
}
