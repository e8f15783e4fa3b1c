package dev.muster.format.update.suit.author;

import dev.muster.format.update.suit.ComponentId;
import java.util.Set;

/**
 * What a signer may do (manifest §6.1, the third and finest of its models). An empty set of prefixes, commands or parameters
 * permits none of them.
 *
 * @param prefixes of the components that it may touch; one without segments is all
 * @param commands by code
 * @param parameters by key
 */
public record Rights(Set<ComponentId> prefixes, Set<Long> commands, Set<Long> parameters) {
    public Rights {
        prefixes = Set.copyOf(prefixes);
        commands = Set.copyOf(commands);
        parameters = Set.copyOf(parameters);
    }

    boolean permits(ComponentId component) {
        return prefixes.stream()
                .anyMatch(prefix ->
                        prefix.segments().size() <= component.segments().size()
                                && component
                                        .segments()
                                        .subList(0, prefix.segments().size())
                                        .equals(prefix.segments()));
    }
}
