package io.dynamoplanner.core.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Delaunay triangulation of points in the plane.
 *
 * <p>Built by adding the points from left to right to a triangulation of their hull and then flipping edges until no
 * circumcircle holds a further point (Lawson). Both tests are exact, so flipping ends and equal input gives equal
 * triangles; of four points on one circle, either diagonal may be taken.
 *
 * <p>Rows of points that are meant to be on a line (one request in flight at every context length) are off it by
 * rounding errors only. An exact triangulation has triangles of no visible area there, along the hull, which would tie
 * the far ends of the row together as neighbours. They are taken off: a point nearer to a hull edge than
 * {@link #FLAT} of the extent of the data counts as on it.
 */
final class Delaunay {
    private static final double FLAT = 1e-12;
    /** How far outside a triangle, in barycentric coordinates, a point may be and still count as in it. */
    private static final double EDGE_TOLERANCE = 100 * Math.ulp(1.0);

    private final double[] x;
    private final double[] y;
    private final PlanePredicates predicates;
    /** Directed edge a to b of a triangle that turns left, to its third point. */
    private final TreeMap<Edge, Integer> apex = new TreeMap<>();
    /** Three points for each triangle. */
    private final int[] triangles;
    /** For each triangle and each of its points, the triangle across the opposite edge, or -1. */
    private final int[] neighbours;

    private record Edge(int from, int to) implements Comparable<Edge> {
        Edge twin() {
            return new Edge(to, from);
        }

        @Override
        public int compareTo(Edge other) {
            return from != other.from ? Integer.compare(from, other.from) : Integer.compare(to, other.to);
        }
    }

    /**
     * @throws ProfileException if all points are on one line; {@code what} names them
     */
    Delaunay(double[] x, double[] y, String what) {
        this.x = x.clone();
        this.y = y.clone();
        predicates = new PlanePredicates(this.x, this.y);
        sweep(what);
        flip();
        peelFlatTriangles();
        if (apex.isEmpty()) {
            throw onOneLine(what);
        }
        triangles = collectTriangles();
        neighbours = collectNeighbours();
    }

    int size() {
        return triangles.length / 3;
    }

    int points() {
        return x.length;
    }

    int vertex(int triangle, int corner) {
        return triangles[3 * triangle + corner];
    }

    /** The triangle across the edge opposite to a corner, or -1 on the hull. */
    int neighbour(int triangle, int corner) {
        return neighbours[3 * triangle + corner];
    }

    double x(int point) {
        return x[point];
    }

    double y(int point) {
        return y[point];
    }

    /** The points that share an edge with each point, in increasing order. */
    List<List<Integer>> adjacentPoints() {
        var adjacent = new ArrayList<List<Integer>>();
        for (int p = 0; p < x.length; p++) {
            adjacent.add(new ArrayList<>());
        }
        for (Edge edge : apex.keySet()) {
            adjacent.get(edge.from).add(edge.to);
            if (!apex.containsKey(edge.twin())) {
                adjacent.get(edge.to).add(edge.from);
            }
        }
        adjacent.forEach(list -> list.sort(Comparator.naturalOrder()));
        return adjacent;
    }

    /** Barycentric coordinates of a point in a triangle; they sum to 1. */
    void barycentric(int triangle, double px, double py, double[] into) {
        int c = vertex(triangle, 2);
        double ax = x[vertex(triangle, 0)] - x[c];
        double ay = y[vertex(triangle, 0)] - y[c];
        double bx = x[vertex(triangle, 1)] - x[c];
        double by = y[vertex(triangle, 1)] - y[c];
        double det = ax * by - bx * ay;
        double dx = px - x[c];
        double dy = py - y[c];
        into[0] = (by * dx - bx * dy) / det;
        into[1] = (ax * dy - ay * dx) / det;
        into[2] = 1 - into[0] - into[1];
    }

    /** The triangle that holds a point, or -1 outside the hull; its barycentric coordinates are left in {@code into}. */
    int locate(double px, double py, double[] into) {
        for (int t = 0; t < size(); t++) {
            barycentric(t, px, py, into);
            if (into[0] >= -EDGE_TOLERANCE && into[1] >= -EDGE_TOLERANCE && into[2] >= -EDGE_TOLERANCE) {
                return t;
            }
        }
        return -1;
    }

    private void addTriangle(int a, int b, int c) {
        apex.put(new Edge(a, b), c);
        apex.put(new Edge(b, c), a);
        apex.put(new Edge(c, a), b);
    }

    private void removeTriangle(int a, int b, int c) {
        apex.remove(new Edge(a, b));
        apex.remove(new Edge(b, c));
        apex.remove(new Edge(c, a));
    }

    /** Any triangulation of the hull: from left to right, each point is joined to the hull edges that it sees. */
    private void sweep(String what) {
        int n = x.length;
        int[] order = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(i -> x[i]).thenComparingDouble(i -> y[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        int first = 2;
        while (first < n && predicates.orientation(order[0], order[1], order[first]) == 0) {
            first++;
        }
        if (first >= n) {
            throw onOneLine(what);
        }
        // The hull turns left: next[] and previous[] walk it.
        int[] next = new int[n];
        int[] previous = new int[n];
        int tip = order[first];
        int[] line = Arrays.copyOf(order, first);
        if (predicates.orientation(order[0], order[1], tip) < 0) {
            for (int i = 0; i < first; i++) {
                line[i] = order[first - 1 - i];
            }
        }
        for (int i = 0; i + 1 < first; i++) {
            addTriangle(line[i], line[i + 1], tip);
            link(next, previous, line[i], line[i + 1]);
        }
        link(next, previous, line[first - 1], tip);
        link(next, previous, tip, line[0]);
        for (int i = first + 1; i < n; i++) {
            int point = order[i];
            int ahead = order[i - 1];
            while (predicates.orientation(ahead, next[ahead], point) < 0) {
                addTriangle(next[ahead], ahead, point);
                ahead = next[ahead];
            }
            int behind = order[i - 1];
            while (predicates.orientation(previous[behind], behind, point) < 0) {
                addTriangle(behind, previous[behind], point);
                behind = previous[behind];
            }
            link(next, previous, behind, point);
            link(next, previous, point, ahead);
        }
    }

    private static void link(int[] next, int[] previous, int from, int to) {
        next[from] = to;
        previous[to] = from;
    }

    private void flip() {
        var open = new ArrayDeque<>(apex.keySet());
        while (!open.isEmpty()) {
            Edge edge = open.poll();
            Integer left = apex.get(edge);
            Integer right = apex.get(edge.twin());
            if (left == null || right == null || !predicates.insideCircle(edge.from, edge.to, left, right)) {
                continue;
            }
            removeTriangle(edge.from, edge.to, left);
            removeTriangle(edge.to, edge.from, right);
            addTriangle(edge.from, right, left);
            addTriangle(right, edge.to, left);
            open.add(new Edge(edge.from, right));
            open.add(new Edge(right, edge.to));
            open.add(new Edge(edge.to, left));
            open.add(new Edge(left, edge.from));
        }
    }

    private void peelFlatTriangles() {
        double extent = extent(x) * extent(y);
        var open = new ArrayDeque<>(apex.keySet());
        while (!open.isEmpty()) {
            Edge edge = open.poll();
            Integer tip = apex.get(edge);
            if (tip == null || apex.containsKey(edge.twin())) {
                continue;
            }
            int a = edge.from;
            int b = edge.to;
            double twiceArea = (x[b] - x[a]) * (y[tip] - y[a]) - (y[b] - y[a]) * (x[tip] - x[a]);
            if (Math.abs(twiceArea) <= FLAT * extent) {
                removeTriangle(a, b, tip);
                open.add(new Edge(tip, b));
                open.add(new Edge(a, tip));
            }
        }
    }

    private static double extent(double[] values) {
        return Arrays.stream(values).max().orElse(0)
                - Arrays.stream(values).min().orElse(0);
    }

    private int[] collectTriangles() {
        var corners = IntStream.builder();
        apex.forEach((edge, tip) -> {
            // Each triangle has three edges; the one from its smallest point stands for it.
            if (edge.from < edge.to && edge.from < tip) {
                corners.add(edge.from).add(edge.to).add(tip);
            }
        });
        return corners.build().toArray();
    }

    private int[] collectNeighbours() {
        var owner = new TreeMap<Edge, Integer>();
        for (int t = 0; t < size(); t++) {
            for (int k = 0; k < 3; k++) {
                owner.put(new Edge(vertex(t, (k + 1) % 3), vertex(t, (k + 2) % 3)), t);
            }
        }
        int[] across = new int[triangles.length];
        for (int t = 0; t < size(); t++) {
            for (int k = 0; k < 3; k++) {
                across[3 * t + k] = owner.getOrDefault(new Edge(vertex(t, (k + 2) % 3), vertex(t, (k + 1) % 3)), -1);
            }
        }
        return across;
    }

    private static ProfileException onOneLine(String what) {
        return new ProfileException(what + ": all points are on one line, so there is no plane to interpolate in:"
                + " measure at least two context lengths and two loads, or choose the interpolation MONOTONE");
    }
}
