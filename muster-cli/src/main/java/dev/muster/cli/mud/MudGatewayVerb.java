package dev.muster.cli.mud;

import dev.muster.cli.CommandFailed;
import dev.muster.cli.Screen;
import dev.muster.cli.Status;
import dev.muster.cli.Verb;
import dev.muster.core.network.policy.Basics;
import dev.muster.core.network.policy.MudPolicy;
import dev.muster.core.network.policy.PlainWords;
import dev.muster.core.network.policy.Reach;
import dev.muster.core.network.policy.Site;
import dev.muster.format.network.nft.NftException;
import dev.muster.format.network.nft.NftGateway;
import dev.muster.format.network.nft.NftGateway.Member;
import dev.muster.format.network.nft.NftGatewayReader;
import dev.muster.format.network.packet.Guarded;
import dev.muster.format.network.packet.PacketSet;
import dev.muster.format.network.packet.Prefix;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code muster mud gateway}: the rules of a router or bridge for several devices; with {@code --listing} whether a kernel's rules
 * are these, and with {@code --reach} which devices can open what to one another.
 */
@Command(name = "gateway", description = "Write the rules of a router for several devices, or prove that it has them.")
final class MudGatewayVerb extends Verb {
    @Parameters(
            arity = "1..*",
            paramLabel = "NAME=FILE,MAC,ADDRESS[,ADDRESS]",
            description = "A device: its MUD file, its interface and what it may send from.")
    private List<String> members = List.of();

    @Mixin
    private SiteOptions site = new SiteOptions();

    @Option(
            names = "--listing",
            paramLabel = "FILE",
            description = "What `nft -n -s list table inet muster-gateway` printed: say whether it is what is asked.")
    private Optional<Path> listing = Optional.empty();

    @Option(names = "--reach", description = "Instead say what the devices can open to one another: no when anything.")
    private boolean reach;

    @Override
    protected Status run(Screen screen) throws IOException {
        Site here = site.site();
        Map<String, Member> all = new TreeMap<>();
        for (String text : members) {
            int equals = text.indexOf('=');
            String[] words = text.substring(equals + 1).split(",", -1);
            if (equals < 1 || words.length < 3) {
                throw CommandFailed.usage(text + " is not NAME=FILE,MAC,ADDRESS.");
            }
            all.put(text.substring(0, equals), member(words, here));
        }
        String rules;
        try {
            rules = NftGateway.text(all);
        } catch (IllegalArgumentException wrong) {
            throw CommandFailed.usage(wrong.getMessage() + ".");
        }
        if (reach) {
            return reach(screen, all);
        }
        if (listing.isPresent()) {
            String difference = difference(all, listing.get());
            screen.result(
                    Map.of("same", difference.isEmpty(), "difference", difference),
                    difference.isEmpty() ? "the kernel lets pass exactly what is asked" : difference);
            return Status.of(difference.isEmpty());
        }
        if (!difference(all, rules).isEmpty()) {
            throw new IllegalStateException("the rules do not say what was asked");
        }
        screen.result(Map.of("rules", rules), rules.stripTrailing());
        return Status.YES;
    }

    private static Member member(String[] words, Site here) throws IOException {
        List<Prefix> addresses = new ArrayList<>();
        for (int i = 2; i < words.length; i++) {
            String text = words[i];
            addresses.add(Prefix.parse(text).orElseThrow(() -> CommandFailed.usage(text + " is no network.")));
        }
        PacketSet permitted = MudPolicy.read(MudText.read(Path.of(words[0])).file(), here)
                .permitted()
                .or(Basics.of(here));
        try {
            return new Member(new Guarded(words[1].toLowerCase(Locale.ROOT), addresses), permitted);
        } catch (IllegalArgumentException wrong) {
            throw CommandFailed.usage(wrong.getMessage() + ".");
        }
    }

    private static String difference(Map<String, Member> wanted, Path listing) throws IOException {
        return difference(
                wanted, new String(MudText.bytes(listing, NftGatewayReader.CHARS_MOST), StandardCharsets.UTF_8));
    }

    private static String difference(Map<String, Member> wanted, String text) {
        Map<String, Member> there;
        try {
            there = NftGatewayReader.read(text);
        } catch (NftException unclear) {
            return "the rules are not ours: " + unclear.getMessage();
        }
        if (!there.keySet().equals(wanted.keySet())) {
            return "the rules are for " + there.keySet() + ", and not for " + wanted.keySet();
        }
        for (Map.Entry<String, Member> member : wanted.entrySet()) {
            Member found = there.getOrDefault(member.getKey(), member.getValue());
            boolean same =
                    found.device().mac().equals(member.getValue().device().mac())
                            && List.copyOf(found.device().addresses())
                                    .containsAll(member.getValue().device().addresses())
                            && member.getValue()
                                    .device()
                                    .addresses()
                                    .containsAll(found.device().addresses())
                            && found.permitted().sameAs(member.getValue().permitted());
            if (!same) {
                return member.getKey() + " may do something else than is asked";
            }
        }
        return "";
    }

    private static Status reach(Screen screen, Map<String, Member> all) {
        List<Reach.Party> parties = all.entrySet().stream()
                .map(e -> new Reach.Party(
                        e.getKey(),
                        e.getValue().device().addresses(),
                        Optional.of(e.getValue().permitted())))
                .toList();
        List<String> lines = Reach.between(parties, parties).stream()
                .flatMap(path -> path.flows().boxes().stream()
                        .map(box -> path.from() + " to " + path.to() + ": " + PlainWords.line(box)))
                .toList();
        screen.result(Map.of("reach", lines), lines.isEmpty() ? "nobody reaches anybody" : String.join("\n", lines));
        return Status.of(lines.isEmpty());
    }
}
