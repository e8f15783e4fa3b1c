package dev.muster.checks.truth;

import dev.muster.core.update.DeviceHeld;
import dev.muster.core.update.EnvelopeNature;
import java.time.Duration;
import java.util.List;

/** What goes wrong at the server's own doors and with drills, as the trials write it down. */
final class DoorFaults {
    private DoorFaults() {}

    static List<Fault> all() {
        return List.of(
                gave("a stranger is told how devices stand", "reads", "NIST-CORE/NIST-SA-3"),
                gave("a stranger changes something", "writes", "NIST-CORE/NIST-CFG-2"),
                gave("the server takes TLS 1.1", "old-tls", "ENISA/GP-TM-52"),
                gave("its pages take scripts from anywhere", "page", "ENISA/GP-TM-52"),
                gave("its errors show what is inside", "errors", "ENISA/GP-TM-53"),
                gave("it takes requests that are none", "malformed", "ENISA/GP-TM-54"),
                gave("a silent crowd keeps others from its doors", "crowd", "ENISA/GP-TM-51"),
                gave("messages reach nobody", "told", "NIST-CORE/NIST-SA-5 NIST-NONTECH/NT-03-A2"),
                gave("nobody hears of updates any more", "updates-told", "NIST-CORE/NIST-SU-6b"),
                Fault.of("SV", "nothing was tried for three days", "NIST-CORE/NIST-SA-3 ENISA/GP-TM-53", fleet -> {
                    fleet.world.later(Duration.ofDays(3));
                    fleet.checkIn();
                    fleet.look();
                }),
                Fault.of("UP", "it installs although updating is switched off", "NIST-CORE/NIST-SU-5", fleet -> {
                    fleet.say(new DeviceHeld(true, "repair"));
                    fleet.world.later(Duration.ofMinutes(1));
                    fleet.say(HealthyLife.reported(EnvelopeNature.RELEASE, true, "ok"));
                }),
                Fault.of("UP", "drills were not run for half a year", "ETSI/5.3-2 ENISA/GP-TM-18", fleet -> {
                    fleet.world.later(Duration.ofDays(184));
                    fleet.checkIn();
                    fleet.look();
                }));
    }

    private static Fault gave(String words, String trial, String names) {
        return Fault.of("SV", words, names, fleet -> {
            fleet.world.later(Duration.ofMinutes(1));
            fleet.say(World.ACME, HealthyLife.doors(trial));
        });
    }
}
