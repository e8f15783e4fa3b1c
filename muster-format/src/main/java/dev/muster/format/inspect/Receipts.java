package dev.muster.format.inspect;

import dev.muster.format.MalformedException;
import dev.muster.format.audit.scitt.Receipt;
import dev.muster.format.audit.scitt.SignedStatement;
import dev.muster.format.cbor.Cbor;
import dev.muster.format.cbor.CborArray;
import dev.muster.format.cbor.Diagnostic;
import dev.muster.format.cose.CoseAlgorithm;
import dev.muster.format.cose.HeaderLabel;
import dev.muster.format.cose.VerificationKey;
import dev.muster.format.crypto.CryptoException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The receipts inside a transparent statement (RFC 9943 §6, RFC 9942 §5): each is checked with the given ledger keys, or
 * named as not checked. The statement's own signature does not cover them.
 */
final class Receipts {
    private static final long RFC9162_SHA256 = 1;

    private Receipts() {}

    /** The worst of what was asked: of the issuer's signature when a key was given, of the receipts when a ledger's was. */
    static SignatureVerdict verify(Cbor item, Trust trust) {
        SignatureVerdict statement = Signatures.verify(item, trust);
        if (trust.ledgers().isEmpty() || statement instanceof SignatureVerdict.Invalid) {
            return statement;
        }
        List<SignatureVerdict> receipts = each(item, trust);
        for (int i = 0; i < receipts.size(); i++) {
            if (receipts.get(i) instanceof SignatureVerdict.Invalid(String why)) {
                // It is not the issuer's signature that fails: that one is told apart.
                return new SignatureVerdict.Invalid("receipt " + (i + 1) + " of " + receipts.size() + " does not hold: "
                        + why + "; the issuer's own "
                        + (statement instanceof SignatureVerdict.Valid(String by)
                                ? "signature is valid, by " + by
                                : "signature was not checked"));
            }
        }
        List<String> by = receipts.stream()
                .filter(SignatureVerdict.Valid.class::isInstance)
                .map(valid -> ((SignatureVerdict.Valid) valid).by())
                .toList();
        if (by.isEmpty()) {
            return new SignatureVerdict.NotChecked("no receipt could be checked with the given ledger keys");
        }
        String ledgers = String.join(" and ", by) + " (receipts)";
        return switch (statement) {
            case SignatureVerdict.Valid valid -> new SignatureVerdict.Valid(valid.by() + "; " + ledgers);
            case SignatureVerdict.NotChecked not
            when trust.isEmpty() ->
                new SignatureVerdict.Valid(ledgers + "; the issuer's own signature was not checked");
            default -> statement;
        };
    }

    static List<String> notes(Cbor item, Trust trust) {
        List<String> notes = new ArrayList<>();
        List<SignatureVerdict> receipts = each(item, trust);
        for (int i = 0; i < receipts.size(); i++) {
            String words = switch (receipts.get(i)) {
                case SignatureVerdict.Valid valid -> "valid, by " + valid.by();
                case SignatureVerdict.Invalid invalid -> "INVALID: " + invalid.reason();
                case SignatureVerdict.NotChecked not -> "not checked: " + not.reason();
                case SignatureVerdict.Unsigned unsigned -> "none";
            };
            notes.add("receipt " + (i + 1) + " of " + receipts.size() + ": " + words);
        }
        return notes;
    }

    private static List<SignatureVerdict> each(Cbor item, Trust trust) {
        Optional<Cbor> found = Envelope.of(item).flatMap(e -> e.unprotected().get(HeaderLabel.RECEIPTS));
        if (found.isEmpty() || !(found.get() instanceof CborArray receipts)) {
            return List.of(new SignatureVerdict.Invalid("header 394 is not an array of receipts"));
        }
        List<SignatureVerdict> verdicts = new ArrayList<>();
        for (Cbor receipt : receipts) {
            verdicts.add(one(item, receipt, trust));
        }
        return verdicts;
    }

    private static SignatureVerdict one(Cbor item, Cbor encoded, Trust trust) {
        Optional<Cbor> tree = tree(encoded);
        if (tree.isPresent()) {
            return new SignatureVerdict.NotChecked(
                    "it is of a tree that is not known here (vds " + Diagnostic.print(tree.get()) + ")");
        }
        SignedStatement statement;
        try {
            statement = SignedStatement.parse(item.encoded());
        } catch (MalformedException broken) {
            return new SignatureVerdict.Invalid("the statement is none of RFC 9943: " + broken.getMessage());
        }
        try {
            Receipt receipt = Receipt.parse(encoded.asBytes());
            if (trust.ledgers().isEmpty()) {
                return new SignatureVerdict.NotChecked("no --ledger-key was given");
            }
            Attempts attempts = new Attempts();
            for (Trust.NamedLedger ledger : trust.ledgers()) {
                Optional<VerificationKey> key = key(receipt, ledger);
                if (key.isEmpty()) {
                    attempts.passOver(ledger.name() + " is not a key for its algorithm");
                    continue;
                }
                switch (receipt.verify(statement, key.get())) {
                    case Receipt.Check.Holds holds -> {
                        return new SignatureVerdict.Valid(
                                ledger.name() + ", leaf " + holds.index() + " of " + holds.size());
                    }
                    case Receipt.Check.Fails fails -> attempts.fail(ledger.name() + ": " + fails.detail());
                }
            }
            return attempts.verdict("no ledger key was given");
        } catch (MalformedException broken) {
            return new SignatureVerdict.Invalid("cannot be read: " + broken.getMessage());
        }
    }

    /** The verifiable data structure that a receipt names (RFC 9942 §4.2), when it is another than the one that is read here. */
    private static Optional<Cbor> tree(Cbor encoded) {
        try {
            return Envelope.of(Cbor.parse(encoded.asBytes()))
                    .flatMap(envelope -> envelope.headers().get(HeaderLabel.VDS))
                    .filter(vds -> !vds.equals(Cbor.of(RFC9162_SHA256)));
        } catch (MalformedException noReceipt) {
            return Optional.empty();
        }
    }

    private static Optional<VerificationKey> key(Receipt receipt, Trust.NamedLedger ledger) {
        try {
            return receipt.message()
                    .headers()
                    .alg()
                    .flatMap(CoseAlgorithm::of)
                    .map(algorithm -> new VerificationKey(algorithm, ledger.key()));
        } catch (CryptoException otherKind) {
            return Optional.empty();
        }
    }
}
