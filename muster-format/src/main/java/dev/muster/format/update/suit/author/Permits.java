package dev.muster.format.update.suit.author;

import dev.muster.format.update.suit.Command;
import dev.muster.format.update.suit.CommandSequence;
import dev.muster.format.update.suit.Manifest;
import dev.muster.format.update.suit.Parameter;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether everything that a manifest names is within what its signer may. What a device can is {@link Fitting}. */
final class Permits {
    private final Optional<Rights> signer;
    private final Set<Finding> found;

    Permits(Manifest manifest, Optional<Rights> signer, Set<Finding> found) {
        this.signer = signer;
        this.found = found;
        signer.ifPresent(rights -> manifest.components().stream()
                .filter(component -> !rights.permits(component))
                .forEach(component -> found.add(
                        new Finding(Finding.Kind.COMPONENT_NOT_PERMITTED, 0, 0, component + " is not the signer's"))));
    }

    void sequence(int section, CommandSequence sequence) {
        for (CommandSequence.Step step : sequence.steps()) {
            Command command = step.command();
            if (signer.isPresent() && !signer.get().commands().contains(command.code())) {
                found.add(new Finding(
                        Finding.Kind.COMMAND_NOT_PERMITTED, section, step.offset(), "command " + command.code()));
            }
            switch (command) {
                case Command.OverrideParameters override -> parameters(section, step, override.parameters());
                case Command.SetParameters set -> parameters(section, step, set.parameters());
                case Command.OverrideMultiple multiple ->
                    multiple.parameters().values().forEach(own -> parameters(section, step, own));
                case Command.TryEach tryEach -> tryEach.branches().forEach(branch -> sequence(section, branch));
                case Command.RunSequence run -> sequence(section, run.sequence());
                default -> {}
            }
        }
    }

    private void parameters(int section, CommandSequence.Step step, List<Parameter> parameters) {
        for (Parameter parameter : parameters) {
            if (signer.isPresent() && !signer.get().parameters().contains(parameter.key())) {
                found.add(new Finding(
                        Finding.Kind.PARAMETER_NOT_PERMITTED, section, step.offset(), "parameter " + parameter.key()));
            }
        }
    }
}
