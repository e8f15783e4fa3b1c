package dev.muster.format.audit.exchange;

import java.util.Arrays;

/** What one statement says. Texts are bounded; ids are 1 to 64 of {@code A-Z a-z 0-9 . _ : -}. */
public sealed interface Content {
    /** A title, a name, a word. */
    int WORD_CHARS = 256;

    /**
     * A paper that the addressee may have; from a maker.
     *
     * @param item the maker's id of it
     * @param sequence grows with every change of the item, so that an older statement about it is known as older
     * @param topic what it is about, such as {@code maintenance-profile}
     * @param product the maker's id of the product; empty for all
     * @param version of the paper
     * @param audience roles that it is meant for
     * @param mediaType of its bytes
     * @param digest SHA-256 of its bytes, 32 bytes
     * @param size of its bytes
     */
    record Paper(
            String item,
            long sequence,
            String topic,
            String product,
            String title,
            String version,
            String audience,
            String mediaType,
            byte[] digest,
            long size)
            implements Content {
        public Paper {
            digest = digest.clone();
        }

        @Override
        public byte[] digest() {
            return digest.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Paper that
                    && toString().equals(that.toString())
                    && Arrays.equals(digest, that.digest);
        }

        @Override
        public int hashCode() {
            return toString().hashCode();
        }

        @Override
        public String toString() {
            return "paper " + item + "#" + sequence + " " + topic + " of " + product + ": " + title + " " + version
                    + ", " + audience + ", " + mediaType + ", " + size + " bytes";
        }
    }

    /** A paper counts no more; from a maker. */
    record Withdrawal(String item, long sequence, String reason) implements Content {}

    /** A request for statements about everything that the sender may have; from a customer. */
    record Everything() implements Content {}

    /** A request for a paper's bytes; from a customer. */
    record Bytes(String item) implements Content {}

    /**
     * A question, a request for a paper that is missing, a shortfall, or feedback; from a customer.
     *
     * @param thread the sender's id of it: sent again it is the same letter
     * @param kind such as {@code question} or {@code documentation-request}
     * @param about product, paper or part
     */
    record Letter(String thread, String kind, String about, String text) implements Content {}

    /** What a letter was answered; from a maker. */
    record Answer(String thread, String text) implements Content {}

    /** The paper was read by somebody; from a customer. */
    record Receipt(String item, long sequence, String by) implements Content {}
}
