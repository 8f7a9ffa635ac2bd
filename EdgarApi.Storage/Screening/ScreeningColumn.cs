namespace EdgarApi.Storage.Screening;

/// <summary>The values of one metric or ratio of all companies of a period, in the order of the companies.</summary>
public sealed class ScreeningColumn
{
    private readonly decimal[] _values;
    private readonly bool[] _hasValue;

    private ScreeningColumn(int count) => (_values, _hasValue) = (new decimal[count], new bool[count]);

    /// <summary>Gets a company's value; false if it is missing.</summary>
    /// <param name="index">Index of the company in <see cref="ScreeningPeriod.Companies"/>.</param>
    /// <param name="value">The exact value.</param>
    public bool TryGet(int index, out decimal value)
    {
        value = _values[index];
        return _hasValue[index];
    }

    internal static ScreeningColumn Read(string name, IReadOnlyList<ScreenedCompany> companies)
    {
        var (id, column) = (PackedValues.GetId(name), new ScreeningColumn(companies.Count));
        for (var i = 0; i < companies.Count; i++) column.Read(i, id, companies[i]);
        return column;
    }

    /// <summary>Creates the column of other companies: those at known indices have the same values as before.</summary>
    internal ScreeningColumn With(string name, IReadOnlyList<ScreenedCompany> companies, IReadOnlyList<int> before)
    {
        var (id, column) = (PackedValues.GetId(name), new ScreeningColumn(companies.Count));
        for (var i = 0; i < companies.Count; i++)
        {
            if (before[i] is >= 0 and var old) (column._values[i], column._hasValue[i]) = (_values[old], _hasValue[old]);
            else column.Read(i, id, companies[i]);
        }

        return column;
    }

    private void Read(int index, uint id, ScreenedCompany company) =>
        _hasValue[index] = PackedValues.TryFind(company.Packed.Span, id, out _values[index]);
}
