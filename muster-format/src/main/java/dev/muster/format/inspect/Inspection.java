package dev.muster.format.inspect;

import java.util.List;
import java.util.Optional;

/**
 * What an inspected file says.
 *
 * @param kind what it was recognised as, in words
 * @param root the tree
 * @param verdict of its signature
 * @param notes what a reader should know: how the bytes were found, what was tolerated, what contradicts
 * @param fault the place of the fault, when the bytes are broken
 */
public record Inspection(String kind, Node root, SignatureVerdict verdict, List<String> notes, Optional<Fault> fault) {
    public Inspection {
        notes = List.copyOf(notes);
    }

    /**
     * Where and why bytes cannot be read.
     *
     * @param offset from the start of the decoded bytes, -1 when unknown
     */
    public record Fault(String reason, String path, long offset) {}

    static Inspection broken(String kind, Fault fault) {
        return new Inspection(
                kind,
                Node.leaf(kind, "cannot be read", 0),
                new SignatureVerdict.NotChecked("the bytes are broken"),
                List.of(),
                Optional.of(fault));
    }

    /** The same with one more note. */
    public Inspection noted(String note) {
        List<String> all = new java.util.ArrayList<>(notes);
        all.add(note);
        return new Inspection(kind, root, verdict, all, fault);
    }
}
