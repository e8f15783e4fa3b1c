package dev.muster.core.update;

import dev.muster.format.update.suit.ComponentId;
import dev.muster.format.update.suit.author.Rights;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What a release key may sign (draft-ietf-suit-manifest §6.1). An empty list bounds nothing.
 *
 * @param downgrades whether it may sign a version that is older than the newest one
 * @param components paths below which the manifest's components lie, their segments parted by {@code /}
 * @param commands codes of the commands that its manifests may use
 * @param parameters keys of the parameters that its manifests may set
 */
public record SignerMay(boolean downgrades, List<String> components, List<Long> commands, List<Long> parameters) {
    /** Everything but downgrades: what keys may that were accepted before anybody asked. */
    public static final SignerMay USUAL = new SignerMay(false, List.of(), List.of(), List.of());

    /** Entries of each list: a manifest has no more commands than that. */
    private static final int MOST = 64;

    /** Above every number that the drafts register; the server refuses what has none (see {@link ReleaseReading}). */
    private static final long LAST_CODE = 255;

    /** @throws IllegalArgumentException for a list that is too long */
    public SignerMay {
        components = List.copyOf(components);
        commands = List.copyOf(commands);
        parameters = List.copyOf(parameters);
        if (components.size() > MOST || commands.size() > MOST || parameters.size() > MOST) {
            throw new IllegalArgumentException("a key is bounded to at most " + MOST + " of each kind");
        }
    }

    /** For the analysis; empty when nothing is bounded. */
    Optional<Rights> rights() {
        if (components.isEmpty() && commands.isEmpty() && parameters.isEmpty()) {
            return Optional.empty();
        }
        Set<ComponentId> prefixes = components.isEmpty()
                ? Set.of(new ComponentId(List.of()))
                : components.stream()
                        .map(path -> ComponentId.of(path.split("/", -1)))
                        .collect(Collectors.toSet());
        return Optional.of(new Rights(prefixes, codes(commands), codes(parameters)));
    }

    private static Set<Long> codes(List<Long> bounded) {
        return bounded.isEmpty()
                ? LongStream.rangeClosed(0, LAST_CODE).boxed().collect(Collectors.toSet())
                : Set.copyOf(bounded);
    }
}
