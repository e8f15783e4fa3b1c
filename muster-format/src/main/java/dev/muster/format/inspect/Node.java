package dev.muster.format.inspect;

import java.util.List;

/**
 * One line of the tree that people read.
 *
 * @param label what it is called: the specification's name, or the key as it stands in the bytes
 * @param value what it says; empty when only its children say something
 * @param offset where it stands in the input, -1 when it does not stand there
 */
public record Node(String label, String value, int offset, List<Node> children) {
    public Node {
        children = List.copyOf(children);
    }

    static Node leaf(String label, String value, int offset) {
        return new Node(label, value, offset, List.of());
    }

    static Node note(String label, String value) {
        return new Node(label, value, -1, List.of());
    }
}
