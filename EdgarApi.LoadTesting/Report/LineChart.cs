using System.Globalization;
using System.Net;
using System.Text;

namespace EdgarApi.LoadTesting.Report;

/// <summary>One line of a chart.</summary>
internal sealed record ChartLine(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>A line chart as SVG, without scripts or external files.</summary>
/// <param name="Logarithmic">Whether the vertical axis is logarithmic.</param>
/// <param name="Ticks">Labels of the horizontal axis; null labels it with evenly spaced seconds.</param>
internal sealed record LineChart(
    string Title, string Unit, IReadOnlyList<ChartLine> Lines, bool Logarithmic = false,
    IReadOnlyList<(double At, string Label)>? Ticks = null)
{
    private const double Width = 860, Height = 300, Left = 70, Right = 20, Top = 40, Bottom = 60;

    /// <summary>Space for the names of lines: at least this wide each, so that charts with the same lines look alike.</summary>
    private const double NameWidth = 130, CharacterWidth = 7, RowHeight = 18;

    /// <summary>Keeps the file small when a run takes hours.</summary>
    private const int MaxPoints = 600;

    /// <summary>Moments to mark with a vertical line.</summary>
    public IReadOnlyList<(double At, string Label)> Marks { get; init; } = [];

    private static readonly string[] Colors = ["#2563eb", "#dc2626", "#059669", "#d97706", "#7c3aed", "#0891b2", "#be185d"];

    public string ToSvg()
    {
        var points = Lines.SelectMany(line => line.Points).Where(IsDrawable).DefaultIfEmpty((0, 0)).ToList();
        var (lowX, highX) = (points.Min(p => p.X), Math.Max(points.Max(p => p.X), points.Min(p => p.X) + 1e-6));
        var gridLines = GetGridLines(points.Min(p => p.Y), points.Max(p => p.Y));
        var (lowY, highY) = (Scale(gridLines[0]), Scale(gridLines[^1]));
        double X(double x) => Left + (x - lowX) / (highX - lowX) * (Width - Left - Right);
        var names = PlaceNames();
        double Y(double y) => Height - Bottom - (Scale(y) - lowY) / (highY - lowY) * (Height - Top - Bottom);

        var svg = new StringBuilder();
        Add(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height + names[^1].Y}\"");
        Add(svg, $" role=\"img\" aria-label=\"{Escape(Title)}\">");
        Add(svg, $"<text x=\"{Left}\" y=\"20\" class=\"title\">{Escape(Title)}</text>");
        foreach (var value in gridLines)
        {
            Add(svg, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(value):0.0}\" y2=\"{Y(value):0.0}\" class=\"grid\"/>");
            Add(svg, $"<text x=\"{Left - 6}\" y=\"{Y(value) + 4:0.0}\" text-anchor=\"end\">{value:#,0.###}</text>");
        }
        foreach (var (at, label) in Ticks ?? GetSecondTicks(lowX, highX))
            Add(svg, $"<text x=\"{X(at):0.0}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{Escape(label)}</text>");
        Add(svg, $"<text x=\"{Left - 6}\" y=\"{Top - 10}\" text-anchor=\"end\">{Escape(Unit)}</text>");
        foreach (var (at, label) in Marks.Where(mark => mark.At >= lowX && mark.At <= highX))
        {
            Add(svg, $"<path d=\"M{X(at):0.0} {Top}V{Height - Bottom}\" stroke=\"currentColor\" stroke-dasharray=\"4\"/>");
            Add(svg, $"<text x=\"{X(at) + 3:0.0}\" y=\"{Top + 10}\">{Escape(label)}</text>");
        }
        for (var i = 0; i < Lines.Count; i++)
        {
            var color = Colors[i % Colors.Length];
            var drawn = string.Join(' ', Thin(Lines[i].Points).Where(IsDrawable).Select(p => Text($"{X(p.X):0.0},{Y(p.Y):0.0}")));
            Add(svg, $"<polyline points=\"{drawn}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"1.8\"/>");
            var (left, top) = (Left + names[i].X, Height - 12 + names[i].Y);
            Add(svg, $"<text x=\"{left}\" y=\"{top}\" style=\"fill:{color}\">{Escape(Lines[i].Name)}</text>");
        }
        return svg.Append("</svg>").ToString();
    }

    /// <summary>Places the names of the lines below the chart, in as many rows as they need.</summary>
    private List<(double X, double Y)> PlaceNames()
    {
        var (x, y) = (0.0, 0.0);
        var places = new List<(double, double)>();
        foreach (var line in Lines)
        {
            var width = Math.Max(NameWidth, (line.Name.Length + 2) * CharacterWidth);
            if (x > 0 && x + width > Width - Left) (x, y) = (0, y + RowHeight);
            places.Add((x, y));
            x += width;
        }

        return places.Count == 0 ? [(0, 0)] : places;
    }

    private bool IsDrawable((double X, double Y) point) => !Logarithmic || point.Y > 0;

    private double Scale(double value) => Logarithmic ? Math.Log10(value) : value;

    /// <summary>Gets round numbers that enclose the values: powers of ten, or steps of 1, 2 or 5.</summary>
    private List<double> GetGridLines(double low, double high)
    {
        if (Logarithmic)
        {
            var (from, to) = ((int)Math.Floor(Math.Log10(Math.Max(low, 1e-3))), (int)Math.Ceiling(Math.Log10(Math.Max(high, 1e-3))));
            return [.. Enumerable.Range(from, Math.Max(to - from, 1) + 1).Select(power => Math.Pow(10, power))];
        }
        if (high <= 0) return [0, 1];
        var roughStep = high / 5;
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(roughStep)));
        var step = magnitude * ((double[])[1, 2, 5, 10]).First(factor => factor * magnitude >= roughStep - 1e-12);
        return [.. Enumerable.Range(0, (int)Math.Ceiling(high / step - 1e-9) + 1).Select(i => i * step)];
    }

    private static IEnumerable<(double, string)> GetSecondTicks(double low, double high) =>
        Enumerable.Range(0, 6).Select(i => low + (high - low) * i / 5).Select(at => (at, Text($"{at:0.#} s")));

    private static IEnumerable<(double X, double Y)> Thin(IReadOnlyList<(double X, double Y)> points) =>
        points.Where((_, i) => i % (points.Count / MaxPoints + 1) == 0);

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static void Add(StringBuilder svg, FormattableString text) => svg.AppendLine(text.ToString(CultureInfo.InvariantCulture));
}
