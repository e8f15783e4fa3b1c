package dev.muster.cli.mud;

import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.core.network.policy.MudPolicy;
import dev.muster.core.network.policy.PlainWords;
import dev.muster.core.network.policy.Site;
import dev.muster.format.network.packet.PacketSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code muster mud diff}: yes when the newer file permits nothing that the older did not; no when it widens. */
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
        PacketSet before = MudPolicy.read(MudText.read(older).file(), here).permitted();
        PacketSet after = MudPolicy.read(MudText.read(newer).file(), here).permitted();
        List<String> more = lines(after.minus(before));
        List<String> less = lines(before.minus(after));
        if (screen.wantsJson()) {
            screen.json(Map.of("more", more, "less", less));
        } else {
            more.forEach(line -> screen.line("+ " + line));
            less.forEach(line -> screen.line("- " + line));
            screen.line(more.isEmpty() ? less.isEmpty() ? "the same packets" : "narrower" : "wider");
        }
        return Status.of(more.isEmpty());
    }

    private static List<String> lines(PacketSet set) {
        return set.boxes().stream().map(PlainWords::line).toList();
    }
}
