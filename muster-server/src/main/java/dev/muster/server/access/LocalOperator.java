package dev.muster.server.access;

import dev.muster.core.access.AccessAnswer;
import dev.muster.core.access.AccessDesk;
import dev.muster.core.ledger.OrgId;
import dev.muster.ledger.sql.Database;
import dev.muster.server.config.DataDirectory;
import dev.muster.server.config.StartFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whoever owns the machine: a token in a file that only its owner reads, good for every organisation made here. The
 * first start makes it; a start after the file was deleted, or after its token was revoked, makes another, which ends the
 * old one.
 */
public final class LocalOperator {
    public static final String NAME = "local";
    private static final String FILE = "operator.token";
    private static final Duration TOKEN_VALID = Duration.ofDays(3650);

    private final Orgs orgs;
    private final InstantSource clock;
    private final SecureRandom random;
    private final Secret token;

    private LocalOperator(Orgs orgs, InstantSource clock, SecureRandom random, Secret token) {
        this.orgs = orgs;
        this.clock = clock;
        this.random = random;
        this.token = token;
    }

    public static LocalOperator open(
            DataDirectory data, Database database, Orgs orgs, InstantSource clock, SecureRandom random) {
        Path file = data.path().resolve(FILE);
        boolean fresh = !Files.exists(file);
        if (fresh) {
            data.write(FILE, Secret.fresh(random).text() + "\n");
        }
        try {
            Secret token = new Secret(Files.readString(file).strip());
            if (wasEnded(database, token)) {
                token = Secret.fresh(random);
                data.write(FILE, token.text() + "\n");
            }
            LocalOperator local = new LocalOperator(orgs, clock, random, token);
            local.enterEverywhere(database);
            return local;
        } catch (IOException e) {
            throw new StartFailure("The operator token " + file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private static boolean wasEnded(Database database, Secret token) {
        return database.read(
                tx -> tx.count("select count(*) as n from access_ended where secret_hash = ?", token.hash()) > 0);
    }

    private void enterEverywhere(Database database) {
        Instant now = clock.instant();
        // Asked once: there may be ten thousand organisations, and the token is good in each.
        Set<String> entered = database.read(tx -> Grant.ofToken(tx, token.hash(), now)).stream()
                .map(Grant::org)
                .collect(Collectors.toSet());
        for (Orgs.Org org : orgs.all()) {
            if (!entered.contains(org.id())) {
                orgs.ask(
                        new OrgId(org.id()),
                        (desk, store) -> desk.renewMachineToken(store, NAME, token.hash(), now.plus(TOKEN_VALID), now));
            }
        }
    }

    /** Makes an organisation whose first operator is this machine. */
    public AccessAnswer create(OrgId org, String name) {
        orgs.begin(org);
        Instant now = clock.instant();
        return orgs.ask(org, (desk, store) -> desk.create(store, name, NAME, token.hash(), now.plus(TOKEN_VALID), now));
    }

    /** A fresh one-time secret that signs a browser in as this machine's operator. */
    public String signInSecret(OrgId org) {
        Secret secret = Secret.fresh(random);
        AccessAnswer answer = orgs.ask(
                org,
                (desk, store) -> desk.makeLink(store, NAME, secret.hash(), AccessDesk.issuer(NAME), clock.instant()));
        if (answer instanceof AccessAnswer.Denied denied) {
            throw new IllegalStateException(denied.detail());
        }
        return secret.text();
    }
}
