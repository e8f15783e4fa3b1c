package dev.muster.core.governance.exchange;

import dev.muster.core.ledger.EntryType;
import dev.muster.core.ledger.Event;
import java.time.Instant;
import java.util.List;

/** What the exchange between makers and customers writes into the ledger. */
@SuppressWarnings("ArrayRecordComponent") // stored forms; compared by their bytes in the ledger only
public sealed interface ExchangeEvent extends Event {
    /**
     * A customer may ask from now on. Subject: {@code customer/<id>}.
     *
     * @param key SubjectPublicKeyInfo of its exchange key
     * @param products that it bought
     */
    @EntryType("governance.customer-named")
    record CustomerNamed(String name, byte[] key, List<String> products, Instant until) implements ExchangeEvent {
        public CustomerNamed {
            products = List.copyOf(products);
        }
    }

    /** A customer is one no more. Subject: {@code customer/<id>}. */
    @EntryType("governance.customer-ended")
    record CustomerEnded(String reason) implements ExchangeEvent {}

    /**
     * The bytes of a document are there for customers. Subject: {@code document/<id>}.
     *
     * @param digest SHA-256, hexadecimal
     */
    @EntryType("governance.paper-published")
    record PaperPublished(String mediaType, String digest, long size) implements ExchangeEvent {}

    /** A known customer asked for a document and did not get it. Subject: {@code document/<id>}. */
    @EntryType("governance.paper-refused")
    record PaperRefused(String customer, String reason) implements ExchangeEvent {}

    /**
     * A customer wrote. Subject: {@code customer/<id>}.
     *
     * @param statement as it was signed
     */
    @EntryType("governance.letter-received")
    record LetterReceived(String thread, String record, byte[] statement) implements ExchangeEvent {}

    /**
     * A maker whose papers are taken. Subject: {@code maker/<id>}.
     *
     * @param key SubjectPublicKeyInfo
     */
    @EntryType("governance.maker-named")
    record MakerNamed(String url, byte[] key) implements ExchangeEvent {}

    /** Nothing is taken from this maker any more. Subject: {@code maker/<id>}. */
    @EntryType("governance.maker-ended")
    record MakerEnded(String reason) implements ExchangeEvent {}

    /**
     * A paper came. Subject: {@code maker/<id>}.
     *
     * @param record id of the document's record here
     * @param statement as the maker signed it
     */
    @EntryType("governance.paper-received")
    record PaperReceived(String item, String record, byte[] statement) implements ExchangeEvent {}

    /**
     * A maker took a paper back. Subject: {@code maker/<id>}.
     *
     * @param statement as the maker signed it
     */
    @EntryType("governance.paper-recalled")
    record PaperRecalled(String item, byte[] statement) implements ExchangeEvent {}

    /**
     * We wrote to a maker. Subject: {@code maker/<id>}.
     *
     * @param statement as we signed it
     */
    @EntryType("governance.letter-sent")
    record LetterSent(String thread, byte[] statement) implements ExchangeEvent {}

    /**
     * What an acquisition wants was held beside what makers offer. Subject: {@code acquisition/<id>}.
     *
     * @param offers one for each maker, in the order in which they were named
     */
    @EntryType("governance.gaps-compared")
    record GapsCompared(List<Offer> offers) implements ExchangeEvent {
        public GapsCompared {
            offers = List.copyOf(offers);
        }
    }

    /**
     * One maker's offer.
     *
     * @param statement SHA-256 of its capability statement, hexadecimal; empty when it gave none
     * @param lines every requirement and document that is wanted
     */
    record Offer(String maker, String statement, List<GapTable.Line> lines) {
        public Offer {
            lines = List.copyOf(lines);
        }

        /** How many are not met. */
        public long open() {
            return lines.stream().filter(line -> !line.met()).count();
        }
    }

    /**
     * A maker answered. Subject: {@code maker/<id>}.
     *
     * @param statement as the maker signed it
     */
    @EntryType("governance.answer-received")
    record AnswerReceived(String thread, byte[] statement) implements ExchangeEvent {}
}
