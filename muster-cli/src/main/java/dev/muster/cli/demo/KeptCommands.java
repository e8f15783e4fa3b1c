package dev.muster.cli.demo;

import java.util.ArrayList;
import java.util.List;

/** Commands that work against a demo that keeps running, as they are to be typed. */
final class KeptCommands {
    private KeptCommands() {}

    static List<String> of(DemoWorld world) {
        String attacked = world.plan().victim();
        String well = world.plan().device(1);
        List<String> verbs = List.of(
                "status",
                "device ls",
                "device show " + attacked,
                "log ls --subject device/" + attacked + " --newest --limit 12",
                "device check " + well,
                "why " + well + " NIST-CORE/NIST-SA-1",
                "comply run --source ETSI",
                "release ls",
                "rollout ls",
                "log fsck",
                "pack create --out demo.pack");
        List<String> commands = new ArrayList<>();
        for (String verb : verbs) {
            commands.add("./muster " + verb + " --data " + world.data().path());
        }
        return commands;
    }
}
