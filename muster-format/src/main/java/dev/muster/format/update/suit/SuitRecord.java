package dev.muster.format.update.suit;

import java.util.List;

/**
 * SUIT_Record: one command that ran, by its place.
 *
 * @param manifest which manifest: the component indexes that lead to it through the tree of dependencies, empty for the
 *     one that was started with
 * @param section manifest key of the section: 7, 8, 9, 15, 16, 18, 20 or 24; commands of the shared sequence are counted in
 *     the section they ran for, as the report draft has no number for them
 * @param offset byte offset of the command in the section (in the shared sequence for its commands)
 * @param componentIndex which component it was about
 * @param properties parameters that were actually measured or used
 */
public record SuitRecord(
        List<Integer> manifest, int section, int offset, int componentIndex, List<Parameter> properties) {
    public SuitRecord {
        manifest = List.copyOf(manifest);
        properties = List.copyOf(properties);
    }

    /** A record of the manifest that was started with. */
    public SuitRecord(int section, int offset, int componentIndex, List<Parameter> properties) {
        this(List.of(), section, offset, componentIndex, properties);
    }
}
