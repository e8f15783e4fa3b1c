package dev.muster.core.assurance;

import dev.muster.core.facts.Check;
import dev.muster.core.facts.FactKey;
import dev.muster.core.facts.Facts;
import dev.muster.core.facts.Known;
import dev.muster.core.ledger.Entry;
import dev.muster.core.ledger.Fact;
import dev.muster.core.ledger.Grade;
import dev.muster.core.ledger.OrgId;
import dev.muster.core.ledger.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A small world for tests: one organisation, one product, devices, and facts that begin at {@link #T0}. */
public final class Given {
    public static final Instant T0 = Instant.parse("2026-11-21T12:00:00Z");
    public static final OrgId ORG = new OrgId("acme");
    public static final Subject ACME = Subject.org(ORG);
    public static final Subject CAM = Subject.device("cam-07");
    public static final Subject PRODUCT = new Subject("product", "cam");

    private final FactRegister register = new FactRegister(ORG);
    private long index;

    public static Given cam() {
        return new Given().fact(CAM, FactRegister.PRODUCT_KEY, "cam", T0);
    }

    /** A fact about whom the key's scope names, known at {@link #T0}. */
    public Given fact(FactKey key, String value) {
        return fact(key, value, T0);
    }

    public Given fact(FactKey key, String value, Instant at) {
        Subject subject = switch (key.scope()) {
            case DEVICE -> CAM;
            case PRODUCT -> PRODUCT;
            case ORG -> ACME;
        };
        return fact(subject, key.key(), value, at);
    }

    public Given fact(Subject subject, String key, String value, Instant at) {
        register.accept(known(subject, key, value, at, at, index++));
        return this;
    }

    public FactRegister register() {
        return register;
    }

    public Facts facts() {
        return register.view(CAM);
    }

    public Finding finding(Check check, Duration later) {
        return Finding.of(check, facts(), T0.plus(later));
    }

    static Known known(Subject subject, String key, String value, Instant effective, Instant received, long entry) {
        return new Known(new Fact(subject, key, value, effective, Grade.ATTESTED, entry), received);
    }

    static Entry entry(long index, Subject subject, Instant at) {
        return new Entry(index, ORG, "test.said", subject, at, at, "test", new byte[32], Optional.empty());
    }
}
