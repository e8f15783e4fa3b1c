package dev.muster.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.core.ledger.EntryType;
import dev.muster.format.cbor.CborName;
import dev.muster.format.cbor.RecordCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Stored shapes are promises: the file {@code event-shapes.txt} holds the form of every event that was ever written. Lines
 * are added, components that may be absent ({@code ?}) are added at will, and nothing else changes: who renames a class
 * or a constant puts {@link CborName} or the same {@link EntryType} on it.
 */
class EventShapesTest {
    private static Map<String, String> shapes() {
        Map<String, String> shapes = new TreeMap<>();
        Topics.ALL.forEach(topic -> topic.events().forEach(root -> collect(root, shapes)));
        return shapes;
    }

    private static void collect(Class<?> type, Map<String, String> shapes) {
        if (type.isRecord()) {
            EntryType named = type.getAnnotation(EntryType.class);
            assertThat(named).as("%s has a stored name", type).isNotNull();
            assertThat(shapes.put(named.value(), EventShape.of(type)))
                    .as("one event is called %s", named.value())
                    .isNull();
        } else {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                collect(permitted, shapes);
            }
        }
    }

    private static Map<String, String> golden() throws IOException {
        Map<String, String> golden = new TreeMap<>();
        try (var in = EventShapesTest.class.getResourceAsStream("/event-shapes.txt")) {
            assertThat(in).isNotNull();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line ->
                            golden.put(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1)));
        }
        return golden;
    }

    @Test
    void everyStoredEventKeepsItsShape() throws IOException {
        assertThat(shapes())
                .as("the whole file, should it have to grow:\n%s\n", text(shapes()))
                .isEqualTo(golden());
    }

    private static String text(Map<String, String> shapes) {
        return String.join(
                "\n",
                shapes.entrySet().stream()
                        .map(shape -> shape.getKey() + " " + shape.getValue())
                        .toList());
    }

    @Test
    void everyEventIsKnownToTheCodecByItsStoredName() {
        assertThat(Topics.codec().types()).containsExactlyElementsOf(shapes().keySet());
    }

    private record Before(Choice choice, Word word) {
        sealed interface Choice {
            record Old(long n) implements Choice {}
        }

        enum Word {
            OLD
        }
    }

    private record After(Pick choice, Saying word) {
        sealed interface Pick {
            @CborName("Old")
            record Renamed(long n) implements Pick {}
        }

        enum Saying {
            @CborName("OLD")
            RENAMED
        }
    }

    @Test
    void whatWasWrittenBeforeAClassWasRenamedIsReadAndWrittenAsEver() {
        byte[] before = RecordCodec.of(Before.class).encode(new Before(new Before.Choice.Old(7), Before.Word.OLD));
        After after = new After(new After.Pick.Renamed(7), After.Saying.RENAMED);
        assertThat(RecordCodec.of(After.class).decode(before)).isEqualTo(after);
        assertThat(RecordCodec.of(After.class).encode(after)).isEqualTo(before);
        assertThat(EventShape.of(After.class)).isEqualTo(EventShape.of(Before.class));
    }
}
