using System.Globalization;
using ParquetSharp;
using ParquetSharp.Schema;

namespace EdgarApi.Datasets.Columns;

/// <summary>A column of a dataset. All columns are optional in Parquet, so that a later version may leave a value out.</summary>
internal abstract class DatasetColumn<TRow>(string name, string description)
{
    /// <summary>Name as in the API's responses, but none that SQL reserves.</summary>
    public string Name => name;

    public string Description => description;

    /// <summary>The type in Parquet, as SQL names it.</summary>
    public abstract string Type { get; }

    /// <summary>The column in the schema of Parquet.</summary>
    public abstract Column ToParquet();

    /// <summary>Writes the values of a row group.</summary>
    public abstract void Write(ColumnWriter writer, List<TRow> rows);

    /// <summary>Gets the value of a row in CSV; null for an empty cell.</summary>
    public abstract string? ToText(TRow row);
}

/// <summary>A column of texts.</summary>
internal sealed class TextColumn<TRow>(string name, string description, Func<TRow, string?> get)
    : DatasetColumn<TRow>(name, description)
{
    public override string Type => "VARCHAR";

    public override Column ToParquet() => new Column<string>(Name);

    public override void Write(ColumnWriter writer, List<TRow> rows)
    {
        using var texts = writer.LogicalWriter<string?>();
        texts.WriteBatch([.. rows.Select(get)]);
    }

    public override string? ToText(TRow row) => get(row);
}

/// <summary>A column of numbers, days or truth values.</summary>
internal sealed class ValueColumn<TRow, TValue>(string name, string description, string type, Func<TRow, TValue?> get)
    : DatasetColumn<TRow>(name, description)
    where TValue : struct
{
    public override string Type => type;

    public override Column ToParquet() => new Column<TValue?>(Name);

    public override void Write(ColumnWriter writer, List<TRow> rows)
    {
        using var values = writer.LogicalWriter<TValue?>();
        values.WriteBatch([.. rows.Select(get)]);
    }

    public override string? ToText(TRow row) => get(row) switch
    {
        null => null,
        bool value => value ? "true" : "false",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        var value => Convert.ToString(value, CultureInfo.InvariantCulture),
    };
}

/// <summary>A column of instants in UTC, exact to the microsecond.</summary>
internal sealed class InstantColumn<TRow>(string name, string description, Func<TRow, DateTime?> get)
    : DatasetColumn<TRow>(name, description)
{
    public override string Type => "TIMESTAMP WITH TIME ZONE";

    public override Column ToParquet() => new Column<DateTime?>(Name, LogicalType.Timestamp(isAdjustedToUtc: true, TimeUnit.Micros));

    public override void Write(ColumnWriter writer, List<TRow> rows)
    {
        using var instants = writer.LogicalWriter<DateTime?>();
        instants.WriteBatch([.. rows.Select(get)]);
    }

    public override string? ToText(TRow row) => get(row)?.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}

/// <summary>
/// A column of exact decimals: DECIMAL(29, 10). The largest amount in the SEC's files has 15 digits before the point and the finest value
/// 6 behind it; the engine rounds computed values to at most 6. 29 digits are what a .NET decimal holds, and sums over them still fit
/// into the 38 digits of SQL engines. A value that does not fit is in the column of exact texts, too.
/// </summary>
internal sealed class DecimalColumn<TRow>(string name, string description, Func<TRow, decimal?> get)
    : DatasetColumn<TRow>(name, description)
{
    public const int Precision = 29;

    public const int Scale = 10;

    /// <summary>Values from this one on do not fit: at scale 10 they exceed the range of a .NET decimal.</summary>
    public const decimal Limit = 1_000_000_000_000_000_000m;

    public override string Type => "DECIMAL(29,10)";

    /// <summary>Whether the column holds a value digit for digit.</summary>
    public static bool Fits(decimal value) => Math.Abs(value) < Limit && decimal.Round(value, Scale) == value;

    public override Column ToParquet() => new Column<decimal?>(Name, LogicalType.Decimal(Precision, Scale));

    public override void Write(ColumnWriter writer, List<TRow> rows)
    {
        using var decimals = writer.LogicalWriter<decimal?>();
        decimals.WriteBatch([.. rows.Select(row => ToStored(get(row)))]);
    }

    public override string? ToText(TRow row) => get(row)?.ToString(CultureInfo.InvariantCulture);

    /// <summary>Creates the column with all digits of the values that this one does not hold.</summary>
    public TextColumn<TRow> CreateExact(string exactName) => new(
        exactName, $"All digits of a `{Name}` that its column rounds or that exceeds its range; otherwise null.",
        row => get(row) is { } value && !Fits(value) ? value.ToString(CultureInfo.InvariantCulture) : null);

    private static decimal? ToStored(decimal? value) =>
        value is { } known && Math.Abs(known) < Limit ? decimal.Round(known, Scale) : null;
}
