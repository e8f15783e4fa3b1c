package dev.muster.server.ledger;

/** Registers signed statements (RFC 9943) and answers with receipts (RFC 9942). */
public final class Statements {
    private Statements() {}

    /** The register of statements, which every ledger needs. */
    public static Projection projection() {
        return new StatementRegister();
    }
}
