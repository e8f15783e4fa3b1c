package dev.muster.checks.truth;

import dev.muster.core.attestation.ReferenceSet;
import dev.muster.format.attest.coswid.FileEntry;
import dev.muster.format.attest.eat.DebugStatus;
import dev.muster.format.attest.eat.SlotClaims;
import dev.muster.format.attest.eat.SlotMeasurement;
import dev.muster.format.attest.eat.Ueid;
import dev.muster.format.crypto.Keys;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What is wrong with what a device shows: tokens that it signs, brought to the desk. */
final class EvidenceFaults {
    private static final String SOFTWARE = "ENISA/GP-TM-04 ENISA/GP-TM-05";
    private static final String SHOWN = "ENISA/GP-TM-41 ENISA/GP-TM-42 ENISA/GP-TM-56";
    private static final String TWICE = "ENISA/GP-TM-48 ENISA/GP-TM-49 NIST-CORE/NIST-ID-1 7P/7P-1";

    private static final FileEntry APP = Fleet.file("bin/app", "app 1.0.0");
    private static final FileEntry CONFIG = Fleet.file("etc/config", "config");
    private static final FileEntry LIBRARY = Fleet.file("lib/lib.so", "library");

    private EvidenceFaults() {}

    static List<Fault> all() {
        return List.of(
                files("a program was changed", Fleet.file("bin/app", "app 1.0.0 and more"), CONFIG, LIBRARY),
                files("a library was changed", APP, CONFIG, Fleet.file("lib/lib.so", "lib")),
                files("a setting in the slot was changed", APP, Fleet.file("etc/config", "debug=1"), LIBRARY),
                files("a program was added", APP, Fleet.file("bin/backdoor", "x"), CONFIG, LIBRARY),
                files("a file is missing", APP, CONFIG),
                files("a program lies under another name", Fleet.file("bin/app2", "app 1.0.0"), CONFIG, LIBRARY),
                files("firmware of nobody runs", Fleet.file("bin/other", "other")),
                files("an unpublished release runs", Fleet.file("bin/app", "app 1.0.1-dev"), CONFIG, LIBRARY),
                Fault.of("AT", "no reference values are known any more", SOFTWARE, fleet -> {
                    fleet.cam().references = ReferenceSet.empty();
                    fleet.show(APP, CONFIG, LIBRARY);
                }),
                Fault.of("AT", "the maker's reference values have ended", SOFTWARE, fleet -> {
                    fleet.cam().references = Fleet.references(World.T0.plusSeconds(1));
                    fleet.world.later(Duration.ofMinutes(1));
                    fleet.show(APP, CONFIG, LIBRARY);
                }),
                claims(
                        "AT",
                        "debugging is on",
                        "ETSI/5.6-4 ENISA/GP-TM-33",
                        fleet -> fleet.claims(
                                fleet.cam(),
                                good(),
                                3,
                                DebugStatus.ENABLED,
                                fleet.cam().nonce(fleet.world.now()))),
                claims(
                        "AT",
                        "a copy counts anew",
                        TWICE,
                        fleet -> fleet.claims(
                                fleet.cam(),
                                good(),
                                1,
                                DebugStatus.DISABLED,
                                fleet.cam().nonce(fleet.world.now()))),
                Fault.of("AT", "another key signs", "ENISA/GP-TM-41 NIST-CORE/NIST-SA-4", fleet -> {
                    fleet.world.later(Duration.ofMinutes(5));
                    fleet.show(fleet.cam(), fleet.claims(fleet.cam(), good()), Keys.generateP256(new SecureRandom()));
                }),
                claims(
                        "AT",
                        "a nonce of nobody",
                        SHOWN,
                        fleet -> fleet.claims(fleet.cam(), good(), 3, DebugStatus.DISABLED, new byte[32])),
                Fault.of("AT", "a nonce from long ago", SHOWN, fleet -> {
                    byte[] nonce = fleet.cam().nonce(fleet.world.now());
                    fleet.world.later(Duration.ofMinutes(5));
                    fleet.show(fleet.cam(), fleet.claims(fleet.cam(), good(), 3, DebugStatus.DISABLED, nonce));
                }),
                Fault.of("AT", "a nonce is used twice", SHOWN, fleet -> {
                    fleet.world.later(Duration.ofSeconds(5));
                    byte[] nonce = fleet.cam().nonce(fleet.world.now());
                    fleet.show(fleet.cam(), fleet.claims(fleet.cam(), good(), 3, DebugStatus.DISABLED, nonce));
                    fleet.world.later(Duration.ofSeconds(5));
                    fleet.show(fleet.cam(), fleet.claims(fleet.cam(), good(), 3, DebugStatus.DISABLED, nonce));
                }),
                claims(
                        "AT",
                        "evidence of another model",
                        SHOWN,
                        fleet -> other(fleet, "cam-pro", fleet.cam().id.value())),
                claims("AT", "evidence of another device", SHOWN, fleet -> other(fleet, "cam", "cam-09")),
                claims(
                        "AT",
                        "a forged result about itself",
                        "ENISA/GP-TM-42 NIST-CORE/NIST-SA-4",
                        EvidenceFaults::disputing),
                Fault.of(
                        "AT",
                        "it is silent for a day",
                        "NIST-CORE/NIST-SA-1 ENISA/GP-TM-56",
                        fleet -> fleet.world.later(Duration.ofHours(25))));
    }

    private static SlotMeasurement good() {
        return Fleet.files("1.0.0");
    }

    private static Fault files(String words, FileEntry... files) {
        return Fault.of("AT", words, SOFTWARE, fleet -> fleet.show(files));
    }

    private static Fault claims(String family, String words, String names, Function<Fleet, SlotClaims> claims) {
        return Fault.of(family, words, names, fleet -> {
            fleet.world.later(Duration.ofMinutes(5));
            fleet.show(fleet.cam(), claims.apply(fleet));
        });
    }

    private static SlotClaims other(Fleet fleet, String model, String serial) {
        SlotClaims own = fleet.claims(fleet.cam(), good());
        return new SlotClaims(
                own.nonce(),
                Ueid.of("Acme", model, serial),
                "Acme",
                model,
                own.softwareName(),
                own.softwareVersion(),
                own.bootCount(),
                own.uptimeSeconds(),
                own.debug(),
                own.slot(),
                own.strength(),
                own.measurement(),
                own.head(),
                own.disputed());
    }

    private static SlotClaims disputing(Fleet fleet) {
        SlotClaims own = fleet.claims(fleet.cam(), good());
        return new SlotClaims(
                own.nonce(),
                own.ueid(),
                own.maker(),
                own.model(),
                own.softwareName(),
                own.softwareVersion(),
                own.bootCount(),
                own.uptimeSeconds(),
                own.debug(),
                own.slot(),
                own.strength(),
                own.measurement(),
                own.head(),
                Optional.of(new SlotClaims.DisputedResult("signature-invalid", new byte[32])));
    }
}
