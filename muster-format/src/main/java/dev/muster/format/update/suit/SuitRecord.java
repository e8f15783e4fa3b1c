package dev.muster.format.update.suit;

import java.util.List;

/**
 * SUIT_Record: one command that ran, by its place. The manifest id is always empty here: Muster processes no dependencies.
 *
 * @param section manifest key of the section: 7, 8, 9, 16 or 20; commands of the shared sequence are counted in the
 *     section they ran for, as the report draft has no number for them
 * @param offset byte offset of the command in the section (in the shared sequence for its commands)
 * @param componentIndex which component it was about
 * @param properties parameters that were actually measured or used
 */
public record SuitRecord(int section, int offset, int componentIndex, List<Parameter> properties) {
    public SuitRecord {
        properties = List.copyOf(properties);
    }
}
