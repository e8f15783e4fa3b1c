package dev.muster.cli.mud;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.core.network.policy.MudPolicy;
import dev.muster.core.network.policy.MudReplacement;
import dev.muster.core.network.policy.PlainWords;
import dev.muster.core.network.policy.Site;
import dev.muster.format.network.mud.MudFile;
import dev.muster.format.network.packet.PacketSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code muster mud diff}: yes when the newer file may take the older one's place by itself; no when it permits
 * more, which only a person can want, or is refused. */
@Command(name = "diff", description = "Say what a newer MUD file permits more and less than an older one.")
final class MudDiffVerb extends Verb {
    @Parameters(index = "0", paramLabel = "OLDER", description = "A MUD file.")
    private Path older = Path.of("");

    @Parameters(index = "1", paramLabel = "NEWER", description = "Another MUD file.")
    private Path newer = Path.of("");

    @Mixin
    private SiteOptions site = new SiteOptions();

    @Override
    protected Status run(Screen screen) throws IOException {
        Site here = site.site();
        MudFile was = MudText.read(older).file();
        MudFile is = MudText.read(newer).file();
        PacketSet before = MudPolicy.read(was, here).permitted();
        PacketSet after = MudPolicy.read(is, here).permitted();
        List<String> more = lines(after.minus(before));
        List<String> less = lines(before.minus(after));
        Optional<MudReplacement.Refused> refused = MudReplacement.of(was, is, here) instanceof MudReplacement.Refused r
                ? Optional.of(r)
                : Optional.empty();
        if (screen.wantsJson()) {
            String reason = refused.map(MudReplacement.Refused::reason).orElse("");
            screen.json(Map.of("more", more, "less", less, "refused", reason));
        } else {
            more.forEach(line -> screen.line("+ " + line));
            less.forEach(line -> screen.line("- " + line));
            screen.line(more.isEmpty() ? less.isEmpty() ? "the same packets" : "narrower" : "wider");
            refused.ifPresent(
                    r -> screen.line("it may not take the older one's place (" + r.reason() + "): " + r.detail()));
        }
        return Status.of(more.isEmpty() && refused.isEmpty());
    }

    private static List<String> lines(PacketSet set) {
        return set.boxes().stream().map(PlainWords::line).toList();
    }
}
