package dev.muster.format.update.suit;

import static dev.muster.format.update.suit.SuitReader.require;

import dev.muster.format.cbor.CborReader;
import dev.muster.format.cbor.CborType;
import dev.muster.format.cbor.CborWriter;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * SUIT_Text_Map: what people read about a manifest, by language. Never used to decide anything.
 *
 * @param languages by language tag (BCP 47), for example {@code en-US}
 */
public record TextMap(SortedMap<String, Texts> languages) {
    /** Languages in one map. */
    private static final int MOST_LANGUAGES = 64;

    public TextMap {
        languages = new TreeMap<>(languages);
    }

    /**
     * Texts in one language.
     *
     * @param manifest by key: 1 manifest description, 2 update description, 3 and 4 sources
     * @param components by component, then by key: 1 vendor name, 2 model, 3 domain, 4 model info, 5 description, 6 version
     */
    public record Texts(SortedMap<Integer, String> manifest, Map<ComponentId, SortedMap<Integer, String>> components) {
        public Texts {
            manifest = new TreeMap<>(manifest);
            components = Map.copyOf(components);
        }
    }

    /**
     * @param content the content of the text member's byte string
     * @throws SuitException when malformed
     */
    public static TextMap parse(byte[] content) {
        return SuitReader.read(content, SuitLimits.INNER, "/23", reader -> {
            int count = reader.readMapHeader();
            require(count >= 1 && count <= MOST_LANGUAGES, count + " languages", "/23", 0);
            SortedMap<String, Texts> languages = new TreeMap<>();
            for (int i = 0; i < count; i++) {
                languages.put(reader.readText(), texts(reader));
            }
            return new TextMap(languages);
        });
    }

    /** The content of the text member's byte string; component texts only for at most one component. */
    public byte[] encode() {
        CborWriter writer = CborWriter.create().map(languages.size());
        languages.forEach((language, texts) -> {
            if (texts.components().size() > 1) {
                throw new IllegalArgumentException("texts of one component at most");
            }
            writer.text(language)
                    .map(texts.manifest().size() + texts.components().size());
            texts.manifest().forEach((key, text) -> writer.integer(key).text(text));
            texts.components().forEach((id, own) -> {
                SuitWriter.componentId(writer, id).map(own.size());
                own.forEach((key, text) -> writer.integer(key).text(text));
            });
        });
        return writer.toByteArray();
    }

    private static Texts texts(CborReader reader) {
        SortedMap<Integer, String> manifest = new TreeMap<>();
        Map<ComponentId, SortedMap<Integer, String>> components = new HashMap<>();
        int count = reader.readMapHeader();
        for (int i = 0; i < count; i++) {
            if (reader.peek() == CborType.ARRAY) {
                ComponentId id = SuitReader.componentId(reader, "/23");
                SortedMap<Integer, String> own = new TreeMap<>();
                int keys = reader.readMapHeader();
                for (int k = 0; k < keys; k++) {
                    text(reader, own);
                }
                components.put(id, own);
            } else {
                text(reader, manifest);
            }
        }
        return new Texts(manifest, components);
    }

    /** Keys of other drafts (7 and 8 hold versions) may have values that are no text; those are skipped. */
    private static void text(CborReader reader, SortedMap<Integer, String> into) {
        int key = reader.readInt();
        if (reader.peek() == CborType.TEXT) {
            into.put(key, reader.readText());
        } else {
            reader.skip();
        }
    }

    /** The manifest's word for a component's version; empty when its text was severed away, or says none. */
    public static Optional<String> version(Manifest manifest, Envelope envelope, ComponentId component) {
        byte[] text = manifest.severable().get(CodePoints.TEXT) instanceof Severable.Present present
                ? present.content()
                : envelope.severed().get(CodePoints.TEXT);
        if (text == null) {
            return Optional.empty();
        }
        try {
            return parse(text).languages().values().stream()
                    .flatMap(texts -> Optional.ofNullable(texts.components().get(component)).stream())
                    .flatMap(own -> Optional.ofNullable(own.get(CodePoints.TEXT_COMPONENT_VERSION)).stream())
                    .findFirst();
        } catch (SuitException e) {
            // Text is for people: what cannot be read stops no update.
            return Optional.empty();
        }
    }
}
