using System.Globalization;
using System.Net;
using System.Text;

namespace EdgarApi.Cli.Load.Report;

/// <summary>A line of a chart.</summary>
internal sealed record ChartLine(string Name, IReadOnlyList<(double X, double Y)> Points);

/// <summary>A line chart as SVG, drawn without scripts or files from elsewhere.</summary>
/// <param name="Logarithmic">Whether the upright axis is logarithmic.</param>
/// <param name="Ticks">Labels along the level axis; evenly spaced numbers without them.</param>
internal sealed record LineChart(string Title, string Unit, IReadOnlyList<ChartLine> Lines, bool Logarithmic = false, IReadOnlyList<(double At, string Label)>? Ticks = null)
{
    private const double Width = 860, Height = 300, Left = 70, Right = 20, Top = 40, Bottom = 60;
    private const int MostPoints = 600;

    private static readonly string[] Colors = ["#2563eb", "#dc2626", "#059669", "#d97706", "#7c3aed", "#0891b2"];

    public string ToSvg()
    {
        var points = Lines.SelectMany(line => line.Points).Where(point => !Logarithmic || point.Y > 0).ToList();
        var (lowX, highX) = points.Count == 0 ? (0, 1) : (points.Min(p => p.X), Math.Max(points.Max(p => p.X), points.Min(p => p.X) + 1e-6));
        var marks = Marks(points.Count == 0 ? 0 : points.Min(p => p.Y), points.Count == 0 ? 1 : points.Max(p => p.Y));
        var (lowY, highY) = (Scale(marks[0]), Scale(marks[^1]));
        double X(double x) => Left + (x - lowX) / (highX - lowX) * (Width - Left - Right);
        double Y(double y) => Height - Bottom - (Scale(y) - lowY) / (highY - lowY) * (Height - Top - Bottom);

        var svg = new StringBuilder();
        Add(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Escape(Title)}\">");
        Add(svg, $"<text x=\"{Left}\" y=\"20\" class=\"title\">{Escape(Title)}</text>");
        foreach (var mark in marks)
        {
            Add(svg, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(mark):0.0}\" y2=\"{Y(mark):0.0}\" class=\"grid\"/>");
            Add(svg, $"<text x=\"{Left - 6}\" y=\"{Y(mark) + 4:0.0}\" text-anchor=\"end\">{mark:#,0.###}</text>");
        }
        foreach (var (at, label) in Ticks ?? Even(lowX, highX)) Add(svg, $"<text x=\"{X(at):0.0}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{Escape(label)}</text>");
        Add(svg, $"<text x=\"{Left - 6}\" y=\"{Top - 10}\" text-anchor=\"end\">{Escape(Unit)}</text>");
        for (var i = 0; i < Lines.Count; i++)
        {
            var drawn = string.Join(' ', Thin(Lines[i].Points).Where(p => !Logarithmic || p.Y > 0).Select(p => Text($"{X(p.X):0.0},{Y(p.Y):0.0}")));
            Add(svg, $"<polyline points=\"{drawn}\" fill=\"none\" stroke=\"{Colors[i % Colors.Length]}\" stroke-width=\"1.8\"/>");
            Add(svg, $"<text x=\"{Left + i * 130}\" y=\"{Height - 12}\" style=\"fill:{Colors[i % Colors.Length]}\">{Escape(Lines[i].Name)}</text>");
        }
        return svg.Append("</svg>").ToString();
    }

    private double Scale(double value) => Logarithmic ? Math.Log10(value) : value;

    /// <summary>Round numbers that enclose the values: powers of ten, or steps of 1, 2 or 5.</summary>
    private List<double> Marks(double low, double high)
    {
        if (Logarithmic)
        {
            var (from, to) = ((int)Math.Floor(Math.Log10(Math.Max(low, 1e-3))), (int)Math.Ceiling(Math.Log10(Math.Max(high, 1e-3))));
            return [.. Enumerable.Range(from, Math.Max(to - from, 1) + 1).Select(power => Math.Pow(10, power))];
        }
        var rough = Math.Max(high, 1e-9) / 5;
        var magnitude = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        var step = magnitude * ((double[])[1, 2, 5, 10]).First(factor => factor * magnitude >= rough - 1e-12);
        return [.. Enumerable.Range(0, (int)Math.Ceiling(high / step - 1e-9) + 1).Select(i => i * step).DefaultIfEmpty(0), .. high <= 0 ? [1.0] : Array.Empty<double>()];
    }

    private static IEnumerable<(double, string)> Even(double low, double high) => Enumerable.Range(0, 6).Select(i => low + (high - low) * i / 5).Select(at => (at, Text($"{at:0.#} s")));

    /// <summary>Every n-th point, so that a run of hours stays a file of kilobytes.</summary>
    private static IEnumerable<(double X, double Y)> Thin(IReadOnlyList<(double X, double Y)> points) => points.Where((_, i) => i % (points.Count / MostPoints + 1) == 0);

    private static string Escape(string text) => WebUtility.HtmlEncode(text);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);

    private static void Add(StringBuilder svg, FormattableString text) => svg.AppendLine(text.ToString(CultureInfo.InvariantCulture));
}
