package dev.muster.checks.truth;

import static dev.muster.checks.truth.HealthyLife.closed;
import static dev.muster.checks.truth.HealthyLife.enrolled;
import static dev.muster.checks.truth.HealthyLife.reported;

import dev.muster.core.devices.DeviceState;
import dev.muster.core.devices.ProductAdded;
import dev.muster.core.devices.StateChanged;
import dev.muster.core.governance.GovernanceEvent;
import dev.muster.core.governance.WipePapers;
import dev.muster.core.joining.Enrolled;
import dev.muster.core.joining.EnrolmentRefused;
import dev.muster.core.joining.OwnershipReleased;
import dev.muster.core.ledger.Draft;
import dev.muster.core.ledger.Event;
import dev.muster.core.ledger.LedgerEvent;
import dev.muster.core.ledger.Subject;
import dev.muster.core.network.FlowsSeen;
import dev.muster.core.network.GatewayHolds;
import dev.muster.core.network.PolicySet;
import dev.muster.core.network.VendorWindow;
import dev.muster.core.response.Measure;
import dev.muster.core.response.ResponseEvent;
import dev.muster.core.update.DeviceFailed;
import dev.muster.core.update.DeviceFellBack;
import dev.muster.core.update.DeviceOffered;
import dev.muster.core.update.DeviceOverdue;
import dev.muster.core.update.DeviceUpdated;
import dev.muster.core.update.EnvelopeNature;
import dev.muster.core.update.SignerAccepted;
import dev.muster.format.devices.orders.OrderKind;
import dev.muster.format.devices.orders.OrderOutcome;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What goes wrong in a device's life, as the desks of joining, updates, the network and the register write it down. */
final class LifeFaults {
    private static final Enrolled.Means RENEWED = Enrolled.Means.LOCAL_IDENTITY;
    private static final String SUITE = "TLS_AES_256_GCM_SHA384";

    private LifeFaults() {}

    static List<Fault> all() {
        return Stream.of(joining(), updates(), network(), rest())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Fault> joining() {
        return List.of(
                later("EN", "its certificate has ended", "ENISA/GP-TM-35", Duration.ofDays(14)),
                said(
                        "TL",
                        "it speaks TLS 1.1",
                        "NIST-CAT/SEC-COM-02 ENISA/GP-TM-39 ETSI/5.5-1",
                        enrolled(RENEWED, false, "TLSv1.1", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", "P-256")),
                said(
                        "TL",
                        "it speaks SSL 3",
                        "NIST-CAT/SEC-COM-02 ENISA/GP-TM-39 ETSI/5.5-1",
                        enrolled(RENEWED, false, "SSLv3", SUITE, "P-256")),
                said(
                        "TL",
                        "its suite does not authenticate",
                        "ENISA/GP-TM-34 ETSI/5.5-1 NIST-CORE/NIST-DP-1",
                        enrolled(RENEWED, false, "TLSv1.2", "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", "P-256")),
                said(
                        "TL",
                        "its keys of the session are not fresh",
                        "ENISA/GP-TM-34 ETSI/5.5-1 NIST-CORE/NIST-DP-1",
                        enrolled(RENEWED, false, "TLSv1.2", "TLS_RSA_WITH_AES_128_GCM_SHA256", "P-256")),
                said(
                        "TL",
                        "nothing is encrypted",
                        "ENISA/GP-TM-34 ETSI/5.5-1 ETSI/5.8-1",
                        enrolled(RENEWED, false, "TLSv1.2", "TLS_ECDHE_ECDSA_WITH_NULL_SHA", "P-256")),
                said(
                        "ID",
                        "its key is short",
                        "ENISA/GP-TM-34 ENISA/GP-TM-35 ETSI/5.5-1",
                        enrolled(RENEWED, false, "TLSv1.3", SUITE, "RSA-1024")),
                said(
                        "ID",
                        "its key is one that small processors cannot bear",
                        "ENISA/GP-TM-36",
                        enrolled(RENEWED, false, "TLSv1.3", SUITE, "RSA-3072")),
                said(
                        "ID",
                        "its key is on a small curve",
                        "ENISA/GP-TM-34 ENISA/GP-TM-35 ETSI/5.5-1",
                        enrolled(RENEWED, false, "TLSv1.3", SUITE, "P-192")),
                said(
                        "ID",
                        "another device has its key",
                        "ENISA/GP-TM-48 ENISA/GP-TM-49 NIST-CORE/NIST-ID-1",
                        refused("key-in-use")),
                said(
                        "ID",
                        "its maker's anchor was removed",
                        "NIST-CORE/NIST-ID-1 7P/7P-5",
                        refused("idevid-untrusted")),
                said("ID", "its ownership was released", "NIST-CORE/NIST-ID-1 7P/7P-5", new OwnershipReleased("sold")),
                said(
                        "ID",
                        "it joined by a token alone",
                        "NIST-CORE/NIST-ID-1 7P/7P-5",
                        enrolled(Enrolled.Means.TOKEN, false, "TLSv1.3", SUITE, "P-256")),
                Fault.of("EN", "its authority was replaced long ago", "ENISA/GP-TM-07", fleet -> {
                    fleet.say(new Subject("authority", "bb99"), HealthyLife.authority());
                    fleet.world.later(Duration.ofDays(16));
                }),
                later(
                        "TL",
                        "nobody has seen its connection for weeks",
                        "NIST-CAT/SEC-COM-02 ETSI/5.5-1",
                        Duration.ofDays(16)),
                later("EN", "it did not renew", "ENISA/GP-TM-35 ENISA/GP-TM-37", Duration.ofDays(15)),
                said(
                        "AT",
                        "its key is in software now",
                        "ENISA/GP-TM-02 7P/7P-1 7P/7P-2",
                        HealthyLife.proved("software-tpm")));
    }

    private static List<Fault> updates() {
        return List.of(
                Fault.of(
                        "UP",
                        "releases are signed by a key that is too weak",
                        "ETSI/5.3-7",
                        fleet -> fleet.world.say(new Draft(
                                World.PRODUCT,
                                fleet.world.now(),
                                "test",
                                new SignerAccepted(
                                        "Acme",
                                        "aa",
                                        HexFormat.of().parseHex("a30103205880" + "ff".repeat(128) + "2143010001"),
                                        Optional.empty())))),
                said(
                        "UP",
                        "an installation failed",
                        "NIST-CORE/NIST-SU-1 ETSI/5.3-1",
                        reported(EnvelopeNature.RELEASE, false, "operation-failed")),
                said(
                        "UP",
                        "it took changed bytes",
                        "ENISA/GP-TM-05 ETSI/5.3-9 ETSI/5.13-1 NIST-CORE/NIST-SU-2",
                        reported(EnvelopeNature.TAMPERED, true, "ok")),
                said(
                        "UP",
                        "changed bytes failed for another reason",
                        "ENISA/GP-TM-05 ETSI/5.3-9",
                        reported(EnvelopeNature.TAMPERED, false, "operation-failed")),
                said(
                        "UP",
                        "it took a stranger's update",
                        "ENISA/GP-TM-05 ETSI/5.3-10 NIST-CORE/NIST-SU-4",
                        reported(EnvelopeNature.FOREIGN_SIGNER, true, "ok")),
                said(
                        "UP",
                        "a stranger's update failed for another reason",
                        "ENISA/GP-TM-05 NIST-CORE/NIST-SU-4",
                        reported(EnvelopeNature.FOREIGN_SIGNER, false, "component-unsupported")),
                said(
                        "UP",
                        "it took an older release",
                        "ETSI/5.3-2 7P/7P-6",
                        reported(EnvelopeNature.OLD_RELEASE, true, "ok")),
                said(
                        "UP",
                        "an older release failed for another reason",
                        "ETSI/5.3-2 7P/7P-6",
                        reported(EnvelopeNature.OLD_RELEASE, false, "operation-failed")),
                said(
                        "UP",
                        "it fails without a reason",
                        "NIST-CAT/SEC-OPS-04 7P/7P-7",
                        reported(EnvelopeNature.RELEASE, false, "")),
                said(
                        "UP",
                        "it cannot go back",
                        "ENISA/GP-TM-06 NIST-CORE/NIST-SU-3",
                        closed(OrderKind.ROLL_BACK, OrderOutcome.FAILED, "checked", "")),
                said(
                        "UP",
                        "it refuses to go back",
                        "ENISA/GP-TM-06 NIST-CORE/NIST-SU-3",
                        closed(OrderKind.ROLL_BACK, OrderOutcome.REFUSED, "checked", "")),
                said(
                        "UP",
                        "it fell back to the old release",
                        "7P/7P-6 ETSI/5.3-8",
                        new DeviceFellBack("ro-1", "cam-1.0.0", "0.9")),
                said(
                        "UP",
                        "the rollout failed on it",
                        "7P/7P-6 ETSI/5.3-8",
                        new DeviceFailed("ro-1", "cam-1.0.0", "x", "")),
                said(
                        "UP",
                        "the rollout is overdue on it",
                        "7P/7P-6 ETSI/5.3-8",
                        new DeviceOverdue("ro-1", "cam-1.0.0", Optional.empty())),
                said("UP", "a newer release waits for it", "7P/7P-6", new DeviceOffered("ro-2", "cam-1.1.0", 0, "o-9")),
                said(
                        "UP",
                        "a fix came after forty days",
                        "ETSI/5.3-8",
                        new DeviceUpdated("ro-1", "cam-1.0.0", "1.0.0", 40L * 86_400, Optional.of(true))),
                said(
                        "UP",
                        "a person has to start an installation",
                        "ENISA/GP-TM-19 ETSI/5.3-4",
                        new DeviceUpdated("ro-1", "cam-1.0.0", "1.0.0", 3600, Optional.of(false))),
                later("UP", "no update for a quarter", "NIST-CORE/NIST-SU-1 ENISA/GP-TM-19", Duration.ofDays(93)),
                later("UP", "no drill for half a year", "ENISA/GP-TM-05 ETSI/5.3-9", Duration.ofDays(184)));
    }

    private static List<Fault> network() {
        return List.of(
                said(
                        "NW",
                        "nothing restricts it any more",
                        "NIST-CAT/SEC-COM-01 ENISA/GP-TM-43",
                        new PolicySet("normal", "00", "o-4", 1)),
                said(
                        "NW",
                        "the rule in force is none",
                        "NIST-CAT/SEC-COM-01 ENISA/GP-TM-43 ENISA/GP-TM-44",
                        closed(OrderKind.NETWORK_POLICY, OrderOutcome.DONE, "kernel-enforced", "normal")),
                said(
                        "NW",
                        "it tries what nobody permits",
                        "ENISA/GP-TM-43 ENISA/GP-TM-44",
                        new FlowsSeen(
                                "gw-1",
                                1,
                                0,
                                List.of(new FlowsSeen.Refused(true, 6, "203.0.113.9", 23, 1, World.T0, World.T0)),
                                List.of())),
                said(
                        "NW",
                        "its gateway could not put its rules in force",
                        "NIST-CAT/SEC-COM-01 ENISA/GP-TM-43",
                        new GatewayHolds("gw-1", "trusted", "aa", "gw-4.1", "", "device-failed: no nft")),
                said(
                        "NW",
                        "its rules are only kept in a file",
                        "NIST-CAT/SEC-COM-01 ENISA/GP-TM-43",
                        closed(OrderKind.NETWORK_POLICY, OrderOutcome.DONE, "checked", "trusted")),
                said(
                        "NW",
                        "its rules are simulated",
                        "NIST-CAT/SEC-COM-01 ENISA/GP-TM-43",
                        closed(OrderKind.NETWORK_POLICY, OrderOutcome.DONE, "simulated", "trusted")),
                said(
                        "NW",
                        "it could not be isolated",
                        "ENISA/GP-TM-45 ETSI/5.7-2 NIST-CAT/SEC-OPS-06",
                        closed(OrderKind.NETWORK_POLICY, OrderOutcome.FAILED, "", "quarantine")),
                said(
                        "NW",
                        "its isolation is a file",
                        "ENISA/GP-TM-45 ETSI/5.7-2 NIST-CAT/SEC-OPS-06",
                        closed(OrderKind.NETWORK_POLICY, OrderOutcome.DONE, "checked", "quarantine")),
                said(
                        "NW",
                        "it does not answer an order to isolate",
                        "ENISA/GP-TM-45 ETSI/5.7-2",
                        new PolicySet("quarantine", "bb22", "o-5", 1)),
                said(
                        "NW",
                        "a vendor's window stands open",
                        "ENISA/GP-TM-43 ENISA/GP-TM-44",
                        new VendorWindow("wo-1", List.of("vendor.example:443"), true, true, Fleet.VALID_UNTIL, 1)),
                later("NW", "nobody has read its rules for weeks", "NIST-CAT/SEC-COM-01", Duration.ofDays(16)));
    }

    private static List<Fault> rest() {
        return List.of(
                said(
                        "RS",
                        "the quarantine came late",
                        "NIST-CAT/SEC-INT-03 ETSI/5.7-2 NIST-NONTECH/NT-22-A2",
                        new ResponseEvent.Reacted(
                                1, "x", World.T0.minusSeconds(90), List.of(Measure.QUARANTINE), 0, true)),
                said(
                        "RS",
                        "it does not recover",
                        "ENISA/GP-TM-06 ENISA/GP-TM-16 NIST-CAT/SEC-OPS-05",
                        new ResponseEvent.CaseOpened(1, "roll-backs-used-up", "x")),
                said("FA", "it failed and cannot say how", "NIST-CAT/SEC-OPS-04 7P/7P-7", HealthyLife.failed("other")),
                said(
                        "DV",
                        "it came into service before it had shown anything",
                        "NIST-NONTECH/NT-17-A2",
                        new StateChanged(DeviceState.JOINING, DeviceState.OPERATIONAL, "enrolled", "")),
                Fault.of("DV", "it is retired and still shows evidence", "ENISA/GP-PS-10", fleet -> {
                    fleet.say(new StateChanged(DeviceState.OPERATIONAL, DeviceState.RETIRED, "sold", ""));
                    fleet.world.later(Duration.ofMinutes(1));
                    fleet.checkIn();
                }),
                Fault.of("VU", "support has ended", "7P/7P-6", fleet -> {
                    fleet.say(
                            World.PRODUCT,
                            new ProductAdded("Camera", "Acme", "cam", World.T0, World.T0.plusSeconds(5)));
                    fleet.world.later(Duration.ofSeconds(10));
                }),
                Fault.of(
                        "LG",
                        "the log has two histories",
                        "NIST-CORE/NIST-SA-4 ENISA/GP-TM-55",
                        fleet -> fleet.say(
                                World.ACME,
                                new LedgerEvent.SplitViewNoticed("record", "device/cam-08", 9, new byte[0]))),
                said(
                        "LR",
                        "a device did for an auditor what is for an administrator",
                        "NIST-CAT/SEC-EXE-02 NIST-CAT/SEC-EXE-03",
                        new GovernanceEvent.LocalSessionRecorded(
                                "r-1", "operator/tom", "auditor", "broken: did erase-data", 1, 0, new byte[0])),
                said(
                        "WP",
                        "a wipe left something",
                        "NIST-CORE/NIST-DP-2 ETSI/5.11-1",
                        new GovernanceEvent.WipeProved("cu-1", WipePapers.INCOMPLETE, "checked", new byte[0])),
                later("LG", "no witness for a week", "NIST-CORE/NIST-SA-4 ENISA/GP-TM-55", Duration.ofDays(8)));
    }

    private static EnrolmentRefused refused(String reason) {
        return new EnrolmentRefused(reason, "", "cam-07", "192.0.2.1", 1, World.T0);
    }

    private static Fault said(String family, String words, String names, Event event) {
        return Fault.of(family, words, names, fleet -> fleet.say(event));
    }

    /** The device does everything daily, and only what is named does not happen. */
    private static Fault later(String family, String words, String names, Duration time) {
        return Fault.of(family, words, names, fleet -> {
            fleet.world.later(time);
            fleet.checkIn();
            fleet.look();
        });
    }
}
