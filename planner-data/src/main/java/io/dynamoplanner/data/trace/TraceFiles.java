package io.dynamoplanner.data.trace;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;

/**
 * Which files a trace source stands for.
 *
 * <p>A directory stands for all {@code .jsonl} and {@code .jsonl.gz} files in it and below, or, if there is none, for its
 * {@code .csv} and {@code .csv.gz} files, in the order of their paths. Hidden files and directories are left out:
 * volumes that Kubernetes mounts keep older versions of the files in them. A plain and a gzip copy of the same file are
 * refused, since each request would count twice.
 */
final class TraceFiles {
    private TraceFiles() {}

    static List<Path> find(String source) {
        Path path;
        try {
            path = Path.of(source);
        } catch (InvalidPathException e) {
            throw new TraceException(source + ": is not a path (" + e.getReason() + "); correct it");
        }
        boolean pattern = source.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
        return pattern && !Files.exists(path) ? matching(source) : find(path);
    }

    static List<Path> find(Path source) {
        if (!Files.isDirectory(source)) {
            return List.of(source);
        }
        List<Path> files = under(source, file -> isNamed(file, ".jsonl"));
        if (files.isEmpty()) {
            files = under(source, file -> isNamed(file, ".csv"));
        }
        if (files.isEmpty()) {
            throw TraceException.about(
                    source, 0, "has no .jsonl, .jsonl.gz, .csv or .csv.gz file in or below it; give a trace");
        }
        return files;
    }

    static void refuseCopies(List<Path> files) {
        var seen = new HashMap<String, Path>();
        for (Path file : files) {
            String path = file.toAbsolutePath().normalize().toString();
            String shard = path.endsWith(".gz") ? path.substring(0, path.length() - 3) : path;
            Path other = seen.putIfAbsent(shard, file);
            if (other != null) {
                throw TraceException.about(
                        file,
                        0,
                        other.equals(file)
                                ? "is given twice; give it once"
                                : "is a copy of " + other + "; remove or leave out one of the two");
            }
        }
    }

    private static List<Path> matching(String pattern) {
        // The directories before the first wildcard tell where to look.
        int wildcard = 0;
        while ("*?[{".indexOf(pattern.charAt(wildcard)) < 0) {
            wildcard++;
        }
        String root = pattern.substring(0, pattern.lastIndexOf('/', wildcard) + 1);
        PathMatcher matcher;
        try {
            matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
        } catch (PatternSyntaxException e) {
            throw new TraceException(pattern + ": is not a valid glob pattern: " + e.getDescription());
        }
        Path start = Path.of(root);
        List<Path> files = Files.isDirectory(start) ? under(start, matcher::matches) : List.of();
        if (files.isEmpty()) {
            throw new TraceException(pattern + ": matches no file; check the pattern");
        }
        return files;
    }

    private static boolean isNamed(Path file, String ending) {
        String name = file.getFileName().toString();
        return name.endsWith(ending) || name.endsWith(ending + ".gz");
    }

    private static List<Path> under(Path root, Predicate<Path> wanted) {
        var found = new ArrayList<Path>();
        try {
            Files.walkFileTree(root, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path dir, BasicFileAttributes attributes) {
                    return !dir.equals(root) && isHidden(dir) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (!isHidden(file) && wanted.test(file) && Files.isRegularFile(file)) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw TraceException.about(root, 0, "cannot be searched: " + e.getMessage());
        }
        Collections.sort(found);
        return found;
    }

    private static boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }
}
