package dev.muster.cli.mud;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.core.network.policy.Basics;
import dev.muster.core.network.policy.Compiler;
import dev.muster.core.network.policy.MudPolicy;
import dev.muster.core.network.policy.PlainWords;
import dev.muster.core.network.policy.Site;
import dev.muster.format.network.packet.Guarded;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Prefix;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code muster mud compile}: yes when every rule of the file permits something at this site; no when one does not. */
@Command(name = "compile", description = "Say what a MUD file permits at a site, as rules or in words.")
final class MudCompileVerb extends Verb {
    @Parameters(paramLabel = "FILE", description = "A MUD file.")
    private Path path = Path.of("");

    @Mixin
    private SiteOptions site = new SiteOptions();

    @Option(
            names = "--to",
            paramLabel = "TARGET",
            description = "nft (the default), openwrt, radius, kubernetes or words.")
    private String target = "nft";

    @Option(names = "--basics", description = "Also what every device may do: DNS, NTP and DHCP.")
    private boolean basics;

    @Option(names = "--mac", paramLabel = "MAC", description = "The device's interface, for gateway and openwrt.")
    private Optional<String> mac = Optional.empty();

    @Option(
            names = "--address",
            paramLabel = "NETWORK",
            description = "What the device may send from, for gateway and openwrt; repeatable.")
    private List<String> addresses = List.of();

    @Override
    protected Status run(Screen screen) throws IOException {
        Compiler compiler = compiler();
        MudText text = MudText.read(path);
        Site here = site.site();
        MudPolicy.Reading reading = MudPolicy.read(text.file(), here);
        PacketSet permitted = basics ? reading.permitted().or(Basics.of(here)) : reading.permitted();
        List<String> unmet = reading.unmet();
        unmet.forEach(rule -> screen.progress("permits nothing here: " + rule));
        String rules;
        try {
            rules = compiler.compile(permitted);
        } catch (IllegalArgumentException unsaid) {
            throw new CommandFailed(Status.NO, String.valueOf(unsaid.getMessage()), unsaid);
        }
        compiler.beyond(permitted)
                .boxes()
                .forEach(box ->
                        screen.progress("the target keeps no state, so this passes too: " + PlainWords.line(box)));
        // No packet filter has words for it; an agent that is ordered the policy reads how they begin.
        reading.tls().stream()
                .flatMap(rule -> rule.packets().boxes().stream())
                .forEach(box -> screen.progress(
                        "with TLS as described only, which these rules do not say: " + PlainWords.line(box)));
        screen.result(Map.of("target", target, "rules", rules, "unmet", unmet), rules.stripTrailing());
        return Status.of(unmet.isEmpty() && text.file().usable());
    }

    private Compiler compiler() {
        List<Compiler> all = mac.isEmpty() ? Compiler.all() : Compiler.all(guarded(mac.get()));
        return all.stream().filter(c -> c.target().equals(target)).findFirst().orElseThrow(() -> {
            boolean router = List.of("gateway", "openwrt").contains(target);
            return CommandFailed.usage(
                    router
                            ? "Which device? --to " + target + " needs --mac and --address."
                            : "There is no target " + target + ": nft, gateway, openwrt, radius, kubernetes, words.");
        });
    }

    private Guarded guarded(String interfaceAddress) {
        try {
            return new Guarded(
                    interfaceAddress.toLowerCase(Locale.ROOT),
                    addresses.stream()
                            .map(text -> Prefix.parse(text)
                                    .orElseThrow(() -> new IllegalArgumentException(text + " is no network")))
                            .toList());
        } catch (IllegalArgumentException wrong) {
            throw CommandFailed.usage(wrong.getMessage() + ".");
        }
    }
}
