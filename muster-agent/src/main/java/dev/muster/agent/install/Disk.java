package dev.muster.agent.install;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The few file operations that an install is made of, below one root. Paths are relative with {@code /}. Nothing is
 * durable before it is flushed: contents by {@link #flush}, names (creation, renaming, deletion) by {@link #flushFolder}.
 * A port, so that tests can cut the power inside of any operation.
 */
public interface Disk {

    boolean exists(String path) throws IOException;

    long size(String path) throws IOException;

    InputStream read(String path) throws IOException;

    boolean executable(String path) throws IOException;

    /**
     * Everything below a folder; a missing folder is an empty one.
     *
     * @throws IOException also when there is anything that is neither a plain file nor a folder: a link is an attack
     */
    Tree tree(String folder) throws IOException;

    /** Makes an empty file, or empties the one that is there. Its folder exists. */
    void create(String path, boolean executable) throws IOException;

    void append(String path, byte[] buffer, int from, int length) throws IOException;

    void flush(String path) throws IOException;

    /** Replaces {@code to}; both are in the same folder. */
    void rename(String from, String to) throws IOException;

    /** Deletes a file or an empty folder. */
    void delete(String path) throws IOException;

    /** Makes a folder and those above it, where missing. */
    void makeFolders(String path) throws IOException;

    void flushFolder(String path) throws IOException;

    /**
     * @param files paths relative to the folder, in path order
     * @param folders the same, without the folder itself
     */
    record Tree(List<String> files, List<String> folders) {
        public Tree {
            files = List.copyOf(files);
            folders = List.copyOf(folders);
        }
    }
}
