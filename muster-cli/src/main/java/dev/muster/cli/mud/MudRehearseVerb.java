package dev.muster.cli.mud;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.core.network.policy.Basics;
import dev.muster.core.network.policy.MudPolicy;
import dev.muster.core.network.policy.Site;
import dev.muster.core.network.traffic.Rehearsal;
import dev.muster.core.network.traffic.Traffic;
import dev.muster.format.network.mud.MudFile;
import dev.muster.format.network.packet.PacketSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code muster mud rehearse}: yes when the file refuses nothing of what was seen and its TLS is as it says; no otherwise. */
@Command(
        name = "rehearse",
        description =
                "Say what a MUD file would have refused of what a capture (pcap, pcapng) or an interface shows of a"
                        + " device.")
final class MudRehearseVerb extends Verb {
    @Parameters(index = "0", paramLabel = "FILE", description = "A MUD file.")
    private Path file = Path.of("");

    @Parameters(index = "1", arity = "0..1", paramLabel = "CAPTURE", description = "A file of pcap or pcapng.")
    private Optional<Path> capture = Optional.empty();

    @Mixin
    private CaptureOptions device = new CaptureOptions();

    @Mixin
    private SiteOptions site = new SiteOptions();

    @Override
    protected Status run(Screen screen) throws IOException {
        MudFile description = MudText.read(file).file();
        Traffic traffic = device.read(capture);
        Site here = ProvenSite.of(site.site(), traffic.flows());
        PacketSet policy = MudPolicy.read(description, here).permitted().or(Basics.of(here));
        Rehearsal rehearsal = Rehearsal.of(traffic.flows(), policy, description);
        boolean good = rehearsal.refused().isEmpty() && rehearsal.deviations().isEmpty();
        if (screen.wantsJson()) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("allowed", rehearsal.allowed());
            json.put("coverage", Coverage.percent(rehearsal));
            json.put(
                    "refused",
                    rehearsal.refused().stream()
                            .map(m -> Map.of(
                                    "missing", m.rule(),
                                    "flows", m.flows(),
                                    "packets", m.packets(),
                                    "first", m.first().toString()))
                            .toList());
            json.put("unused", rehearsal.unused());
            json.put("tls", rehearsal.deviations());
            screen.json(json);
        } else {
            rehearsal
                    .refused()
                    .forEach(m -> screen.line("refused: " + m.rule() + " " + m.flows() + " flows, first " + m.first()));
            rehearsal.unused().forEach(line -> screen.line("never used: " + line));
            rehearsal.deviations().forEach(line -> screen.line("TLS: " + line));
            screen.line(rehearsal.allowed() + " of " + (rehearsal.allowed() + rehearsal.refusals()) + " flows pass ("
                    + Coverage.percent(rehearsal) + " %)");
        }
        return Status.of(good);
    }
}
