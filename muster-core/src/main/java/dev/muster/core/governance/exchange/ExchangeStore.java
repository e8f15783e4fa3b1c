package dev.muster.core.governance.exchange;

import dev.muster.core.governance.Instance;
import dev.muster.core.governance.WorkflowStore;
import dev.muster.format.audit.exchange.Content;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What both sides of the exchange have to know. */
public interface ExchangeStore extends WorkflowStore {
    /**
     * Who bought something.
     *
     * @param id ours
     * @param key SubjectPublicKeyInfo
     * @param products that it bought
     * @param until it is a customer
     */
    @SuppressWarnings("ArrayRecordComponent") // a row, never compared
    record Customer(String id, String name, byte[] key, List<String> products, Instant until) {
        public Customer {
            products = List.copyOf(products);
        }
    }

    /**
     * Whose papers are taken.
     *
     * @param key SubjectPublicKeyInfo
     */
    @SuppressWarnings("ArrayRecordComponent") // a row, never compared
    record Maker(String id, String url, byte[] key) {}

    /**
     * A document with bytes for customers.
     *
     * @param digest SHA-256, hexadecimal
     * @param entry that published it
     */
    record Published(Instance document, String mediaType, String digest, long size, long entry) {}

    /**
     * A paper of a maker, as it stands.
     *
     * @param record of the document here
     * @param withdrawn why it counts no more; empty while it does
     */
    record Received(String maker, Content.Paper paper, String record, Instant at, String withdrawn) {}

    /** A letter of a customer and the record that it became. */
    record LetterRow(String thread, String record) {}

    Optional<Customer> customer(String id);

    Optional<Maker> maker(String id);

    /** Newest first. */
    List<Published> published();

    Optional<Published> published(String document);

    Optional<Received> received(String maker, String item);

    /** Letters of this customer, the newest first, a bounded number. */
    List<LetterRow> letters(String customer);
}
