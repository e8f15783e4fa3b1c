package dev.muster.ledger.statements;

import dev.muster.core.ledger.Acting;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.RegistrationPolicy;
import dev.muster.core.ledger.RegistrationRules;
import dev.muster.core.ledger.TrustAnchor;
import dev.muster.format.audit.scitt.Receipt;
import dev.muster.format.audit.scitt.SignedStatement;
import dev.muster.format.audit.scitt.TransparentStatement;
import dev.muster.format.cose.CoseKey;
import dev.muster.ledger.Genesis;
import dev.muster.ledger.Ledger;
import dev.muster.ledger.LogIdentity;
import dev.muster.ledger.sequence.LedgerBusyException;
import dev.muster.ledger.sequence.Projection;
import dev.muster.ledger.tree.LogId;
import dev.muster.ledger.tree.LogTree;
import java.time.Instant;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Registers signed statements (RFC 9943) and answers with receipts (RFC 9942). The signature is checked before the
 * shell is asked; inside the transaction only the order is decided. Registering the same statement again gives the same
 * index and a receipt over the newest head.
 */
public final class Statements {
    /** Rules rarely change; somebody who changes them this often while a statement waits is at fault. */
    private static final int MAX_RULE_CHANGES = 10;
    /** Refusals that are remembered so that repeating one leaves one entry, not thousands. */
    private static final int MAX_REMEMBERED = 4096;

    /** A statement that certain rules refused. */
    private record Refusal(OrgId org, long rules, String digest) {}

    private final Ledger ledger;
    private final StatementDesk desk = new StatementDesk();
    private final Map<OrgId, RegistrationRules> rules = new ConcurrentHashMap<>();

    private volatile String authority = "";
    private final Map<Refusal, Registration.Refused> refused = Collections.synchronizedMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Refusal, Registration.Refused> eldest) {
            return size() > MAX_REMEMBERED;
        }
    });

    /** @param ledger where statements go */
    public Statements(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The register of statements, which every ledger needs among its projections. */
    public static Projection projection() {
        return new StatementRegister();
    }

    /**
     * Registers a statement. Returns once it is durable.
     *
     * @param bytes tagged COSE_Sign1; its unprotected header does not matter
     * @throws dev.muster.format.MalformedException when the bytes are no signed statement
     * @throws IllegalArgumentException when the organisation has no ledger
     */
    public Registration register(OrgId org, byte[] bytes) {
        SignedStatement statement = SignedStatement.parse(bytes);
        String digest = HexFormat.of().formatHex(statement.digest());
        for (int i = 0; i < MAX_RULE_CHANGES; i++) {
            // Whether it is known, and whether these rules are still the newest, is asked inside the transaction.
            RegistrationRules known = rules.get(org);
            RegistrationRules now = known == null ? rules(org) : known;
            Refusal refusal = new Refusal(org, now.index(), digest);
            Registration.Refused before = refused.get(refusal);
            if (before != null) {
                if (rules(org).index() == now.index()) {
                    return before;
                }
                continue;
            }
            Instant at = ledger.settings().clock().instant();
            StatementDesk.Judged judged =
                    new StatementDesk.Judged(statement, digest, Acting.now(), now, now.decide(statement, at), at);
            switch (ledger.shell().run(org, judged, desk)) {
                case StatementDesk.Settled.At done -> {
                    return new Registration.Registered(
                            done.index(), digest, receipt(org, done.index(), statement.subject()), done.fresh());
                }
                case StatementDesk.Settled.No no -> {
                    Registration.Refused answer =
                            new Registration.Refused(no.why().reason(), no.why().detail());
                    refused.put(refusal, answer);
                    return answer;
                }
                case StatementDesk.Settled.RulesChanged again -> rules.remove(org, now);
            }
        }
        throw new LedgerBusyException("the registration rules of " + org + " change too often");
    }

    /** Signs a statement with the ledger's own key and registers it. */
    public Registration registerOwn(OrgId org, String subject, String contentType, byte[] payload) {
        return register(org, Genesis.own(ledger.identity(org), subject, contentType, payload));
    }

    /** Registers a trust anchor: from its statement on, what it signs is taken. */
    public Registration trust(OrgId org, TrustAnchor anchor) {
        return registerOwn(org, "trust-anchor/" + anchor.id(), TrustAnchor.CONTENT_TYPE, anchor.encode());
    }

    /** Registers a policy, which applies to every statement after it. */
    public Registration policy(OrgId org, RegistrationPolicy policy) {
        return registerOwn(org, "policy", RegistrationPolicy.CONTENT_TYPE, policy.encode());
    }

    /** A registered statement by its digest in hex. */
    public Optional<StatementRow> find(OrgId org, String digest) {
        byte[] bytes;
        try {
            bytes = HexFormat.of().parseHex(digest);
        } catch (IllegalArgumentException notHex) {
            return Optional.empty();
        }
        return rows(org, rows -> rows.byDigest(bytes));
    }

    /** A registered statement by its index in the statement log. */
    public Optional<StatementRow> at(OrgId org, long index) {
        return rows(org, rows -> rows.at(index));
    }

    /** Registered statements that the query asks for. */
    public List<StatementRow> list(OrgId org, StatementQuery query) {
        return rows(org, rows -> rows.find(query));
    }

    /** The newest statement of this issuer about this subject. */
    public Optional<StatementRow> latest(OrgId org, String issuer, String subject) {
        return rows(org, rows -> rows.latest(issuer, subject, Long.MAX_VALUE));
    }

    /** The newest statement of this issuer about this subject among the first {@code size} of the log. */
    public Optional<StatementRow> latest(OrgId org, String issuer, String subject, long size) {
        return rows(org, rows -> rows.latest(issuer, subject, size));
    }

    /** The newest statement with this content type. */
    public Optional<StatementRow> newest(OrgId org, String contentType) {
        return rows(org, rows -> rows.newest(contentType));
    }

    /** The leaf data of a registered statement: its COSE_Sign1 with an empty unprotected header. */
    public byte[] statement(OrgId org, StatementRow row) {
        return rows(org, rows -> rows.leafData(row, ledger));
    }

    /** A receipt over the newest head. */
    public Receipt receipt(OrgId org, StatementRow row) {
        return receipt(
                org, row.index(), SignedStatement.parse(statement(org, row)).subject());
    }

    /** The statement with a receipt in its header (RFC 9943 §6): what a device or an auditor keeps. */
    public byte[] transparent(OrgId org, StatementRow row) {
        SignedStatement statement = SignedStatement.parse(statement(org, row));
        return new TransparentStatement(statement, List.of(receipt(org, row.index(), statement.subject()))).encode();
    }

    /**
     * The statement with the receipt that it had when it was the newest of its log, by the name that the log has for itself:
     * asked again, on any copy of this ledger, it is the same to the byte.
     */
    public byte[] transparentAsRegistered(OrgId org, StatementRow row) {
        SignedStatement statement = SignedStatement.parse(statement(org, row));
        LogIdentity identity = ledger.identity(org);
        long size = row.index() + 1;
        LogTree tree = ledger.grown(LogId.statements(org), size);
        ledger.requireWhole(org);
        Receipt receipt = Receipt.sign(
                tree.inclusion(row.index(), size),
                tree.root(size),
                identity.issuer(),
                statement.subject(),
                identity.repeatable());
        return new TransparentStatement(statement, List.of(receipt)).encode();
    }

    /** The key that verifies receipts. */
    public CoseKey key(OrgId org) {
        return ledger.receiptKey(org);
    }

    /** The rules as they stand. */
    public RegistrationRules rules(OrgId org) {
        RegistrationRules known = rules.getOrDefault(org, RegistrationRules.NONE);
        RegistrationRules fresh = rows(org, rows -> {
            RegistrationRules folded = known;
            for (StatementRow row : rows.rulesAfter(known.index())) {
                folded = folded.after(row.index(), SignedStatement.parse(rows.leafData(row, ledger)));
            }
            return folded;
        });
        if (fresh.policy().isEmpty()) {
            throw new IllegalArgumentException("there is no ledger for organisation " + org);
        }
        rules.put(org, fresh);
        return fresh;
    }

    private Receipt receipt(OrgId org, long index, String subject) {
        LogTree tree = ledger.grown(LogId.statements(org), index + 1);
        ledger.requireWhole(org);
        long size = tree.size();
        LogIdentity identity = ledger.identity(org);
        String issuer = authority.isEmpty() ? identity.issuer() : "https://" + authority + "/scitt/" + org;
        return Receipt.sign(tree.inclusion(index, size), tree.root(size), issuer, subject, identity.receipts());
    }

    /**
     * From now on receipts say that the service is here, so that whoever holds one finds its keys. What the ledger is called
     * in its own statements and heads stays what it was.
     *
     * @param hostAndPort as in a URL, without the port where it is the one of https
     */
    public void servedAt(String hostAndPort) {
        authority = hostAndPort;
    }

    private <T> T rows(OrgId org, Function<StatementRows, T> question) {
        return ledger.settings().database().read(tx -> question.apply(new StatementRows(tx, org)));
    }
}
