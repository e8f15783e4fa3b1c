package dev.muster.format.audit.exchange;

import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.CborException;
import java.util.ArrayList;
import java.util.List;

/** Content as an array: its number, then what it says, in the order of its record. */
final class ContentCodec {
    /** A sentence or two, as a record of governance keeps them. */
    static final int TEXT_CHARS = 2_000;

    static final int WORD_CHARS = Content.WORD_CHARS;
    private static final int DIGEST_BYTES = 32;

    private static final int PAPER = 1;
    private static final int WITHDRAWAL = 2;
    private static final int EVERYTHING = 3;
    private static final int BYTES = 4;
    private static final int LETTER = 5;
    private static final int ANSWER = 6;
    private static final int RECEIPT = 7;

    private ContentCodec() {}

    static Cbor write(Content content) {
        return switch (content) {
            case Content.Paper p ->
                array(
                        PAPER,
                        p.item(),
                        p.sequence(),
                        p.topic(),
                        p.product(),
                        p.title(),
                        p.version(),
                        p.audience(),
                        p.mediaType(),
                        p.digest(),
                        p.size());
            case Content.Withdrawal w -> array(WITHDRAWAL, w.item(), w.sequence(), w.reason());
            case Content.Everything _ -> array(EVERYTHING);
            case Content.Bytes b -> array(BYTES, b.item());
            case Content.Letter l -> array(LETTER, l.thread(), l.kind(), l.about(), l.text());
            case Content.Answer a -> array(ANSWER, a.thread(), a.text());
            case Content.Receipt r -> array(RECEIPT, r.item(), r.sequence(), r.by());
        };
    }

    private static Cbor array(int number, Object... values) {
        List<Cbor> items = new ArrayList<>(List.of(Cbor.of(number)));
        for (Object value : values) {
            items.add(
                    switch (value) {
                        case String text -> Cbor.of(text);
                        case Long count -> Cbor.of(count);
                        case byte[] bytes -> Cbor.of(bytes);
                        default -> throw new IllegalArgumentException("no member has this type");
                    });
        }
        return Cbor.array(items);
    }

    static Content read(Cbor item) {
        CborArray array = item.asArray();
        if (array.size() == 0) {
            throw new CborException("content without a number", item.path(), item.offset());
        }
        Members in = new Members(array);
        Content content = switch (Math.clamp(array.get(0).asLong(), -1, RECEIPT + 1)) {
            case PAPER ->
                new Content.Paper(
                        in.id(),
                        in.count(),
                        in.word(),
                        in.word(),
                        in.word(),
                        in.word(),
                        in.word(),
                        in.word(),
                        in.digest(),
                        in.count());
            case WITHDRAWAL -> new Content.Withdrawal(in.id(), in.count(), in.text());
            case EVERYTHING -> new Content.Everything();
            case BYTES -> new Content.Bytes(in.id());
            case LETTER -> new Content.Letter(in.id(), in.word(), in.word(), in.text());
            case ANSWER -> new Content.Answer(in.id(), in.text());
            case RECEIPT -> new Content.Receipt(in.id(), in.count(), in.word());
            default -> throw new CborException("content of no known number", item.path(), item.offset());
        };
        in.end();
        return content;
    }

    /** The members after the number, one after the other. */
    private static final class Members {
        private final CborArray array;
        private int next = 1;

        Members(CborArray array) {
            this.array = array;
        }

        private Cbor next() {
            if (next >= array.size()) {
                throw new CborException("a member is missing", array.path(), array.offset());
            }
            return array.get(next++);
        }

        String word() {
            return bounded(WORD_CHARS);
        }

        String text() {
            return bounded(TEXT_CHARS);
        }

        private String bounded(int most) {
            Cbor item = next();
            String text = item.asText();
            if (text.length() > most) {
                throw fault(item, "more than " + most + " characters");
            }
            if (text.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n')) {
                throw fault(item, "a control character");
            }
            return text;
        }

        String id() {
            Cbor item = next();
            String text = item.asText();
            if (!ExchangeStatement.isId(text)) {
                throw fault(item, "no id");
            }
            return text;
        }

        long count() {
            Cbor item = next();
            long count = item.asLong();
            if (count < 0) {
                throw fault(item, "a count below zero");
            }
            return count;
        }

        byte[] digest() {
            Cbor item = next();
            byte[] bytes = item.asBytes();
            if (bytes.length != DIGEST_BYTES) {
                throw fault(item, "no SHA-256");
            }
            return bytes;
        }

        void end() {
            if (next != array.size()) {
                throw new CborException("members that nothing reads", array.path(), array.offset());
            }
        }

        private static CborException fault(Cbor item, String why) {
            return new CborException(why, item.path(), item.offset());
        }
    }
}
