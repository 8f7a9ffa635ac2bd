using System.Buffers;
using EdgarApi.Financials.Companies;

namespace EdgarApi.Financials.Facts;

/// <summary>One parsed row, its texts and its filing as codes of the builder.</summary>
internal struct FactRow()
{
    public const int None = -1;
    public int Start = FactColumns.Instant, End = None, Filing = None, Frame = None;
    public decimal Value;
}

/// <summary>What a row says of its filing, with texts as codes of the builder's interners.</summary>
internal record struct FilingKey()
{
    public Accession Accession;
    public int Filed = FactRow.None, Form = FactRow.None, FiscalYear = FactRow.None, FiscalPeriod = FactRow.None;

    /// <summary>The first required property that the row lacks.</summary>
    public readonly string? Missing =>
        Accession.Value == 0 ? "accn" : Filed == FactRow.None ? "filed" : Form == FactRow.None ? "form" : null;
}

/// <summary>Collects rows in any order and sorts them into the order of <see cref="CompanyFacts"/>.</summary>
internal sealed class FactColumnsBuilder
{
    private readonly Dictionary<(string Taxonomy, string Name), int> _conceptCodes = [];
    private readonly List<FactConcept> _concepts = [];
    private readonly Dictionary<FilingKey, int> _filingCodes = [];
    private readonly List<FilingKey> _filings = [];
    private readonly Utf8Interner _filingWords = new();
    private readonly List<int> _filingsByWords = [];
    private readonly List<(int Concept, string Unit, int First)> _series = [];
    private FilingKey _lastKey;
    private int _lastFiling, _count, _capacity;
    private int[] _start = [], _end = [], _filing = [], _frame = [];
    private decimal[] _value = [];

    public Utf8Interner Forms { get; } = new();
    public Utf8Interner FiscalPeriods { get; } = new();
    public Utf8Interner Frames { get; } = new();

    /// <summary>Reserves capacity for a file of a length in bytes; a row takes about 150 bytes.</summary>
    public void Reserve(int fileBytes) => Resize(Math.Max(16, fileBytes / 140));

    public int AddConcept(string taxonomy, string name)
    {
        if (_conceptCodes.TryGetValue((taxonomy, name), out var code)) return code;
        _conceptCodes.Add((taxonomy, name), _concepts.Count);
        _concepts.Add(new FactConcept(taxonomy, name));
        return _concepts.Count - 1;
    }

    public void SetLabel(int concept, byte[]? utf8Label) => _concepts[concept] = _concepts[concept].WithLabel(utf8Label);

    public void BeginSeries(int concept, string unit) => _series.Add((concept, unit, _count));

    public void AddRow(in FactRow row)
    {
        if (_count >= _capacity) Resize(_count * 2);
        _start[_count] = row.Start;
        _end[_count] = row.End;
        _value[_count] = row.Value;
        _filing[_count] = row.Filing;
        _frame[_count] = row.Frame + 1;
        _count++;
    }

    /// <summary>The code of a filing that was added in the same words.</summary>
    public bool TryFindFiling(ReadOnlySpan<byte> words, out int filing)
    {
        var code = _filingWords.Find(words);
        filing = code < 0 ? FactRow.None : _filingsByWords[code];
        return code >= 0;
    }

    /// <summary>Adds a filing and the words that name it.</summary>
    public int AddFiling(ReadOnlySpan<byte> words, in FilingKey key, long offset)
    {
        var filing = AddFiling(key, offset);
        _filingWords.Intern(words);
        _filingsByWords.Add(filing);
        return filing;
    }

    /// <summary>The code of a filing, which is added unless it exists.</summary>
    /// <exception cref="CompanyFactsFormatException">There are too many filings; the error is at the offset.</exception>
    public int AddFiling(in FilingKey key, long offset)
    {
        if (key == _lastKey) return _lastFiling;
        if (!_filingCodes.TryGetValue(key, out var code))
        {
            code = _filings.Count;
            if (code > ushort.MaxValue) throw new CompanyFactsFormatException($"more than {ushort.MaxValue} filings", offset);
            _filings.Add(key);
            _filingCodes.Add(key, code);
        }
        (_lastKey, _lastFiling) = (key, code);
        return code;
    }

    public CompanyFacts Build(Cik cik, string entityName)
    {
        if (Frames.Count >= ushort.MaxValue) throw new CompanyFactsFormatException($"{Frames.Count} frames", 0);
        var filingRank = SortFilings(out var filings);
        var frameRank = Sort(Frames.GetTexts(), out var frames);
        var conceptOrder = Order(_concepts, (a, b) => CompareConcepts(a, b));
        var conceptRank = Invert(conceptOrder);
        var parts = Order(_series, (a, b) =>
            conceptRank[a.Concept] != conceptRank[b.Concept] ? conceptRank[a.Concept] - conceptRank[b.Concept]
                : string.CompareOrdinal(a.Unit, b.Unit));

        var frame = new ushort[_count];
        var columns = new FactColumns(
            new int[_count], new int[_count], new decimal[_count], new ushort[_count], new Lazy<ushort[]>(frame));
        var series = new List<FactSeries>(_series.Count);
        var written = 0;
        foreach (var part in parts)
        {
            var (concept, unit, first) = _series[part];
            var end = part + 1 < _series.Count ? _series[part + 1].First : _count;
            var rows = OrderRows(first, end, filingRank);
            if (series.Count > 0 && series[^1] is var last && last.Concept == conceptRank[concept] && last.Unit == unit)
                throw new CompanyFactsFormatException($"the unit '{unit}' of '{_concepts[concept].QualifiedName}' occurs twice", 0);
            series.Add(new FactSeries(conceptRank[concept], unit, written, end - first));
            for (var i = first; i < end; i++)
            {
                var row = rows is null ? i : rows[i - first];
                columns.Start[written] = _start[row];
                columns.End[written] = _end[row];
                columns.Value[written] = _value[row];
                columns.Filing[written] = (ushort)filingRank[_filing[row]];
                frame[written] = (ushort)(_frame[row] == 0 ? 0 : frameRank[_frame[row] - 1] + 1);
                written++;
            }
        }
        Resize(0);
        return new CompanyFacts(cik, entityName, [.. conceptOrder.Select(i => _concepts[i])], [.. series], filings, frames, columns);
    }

    /// <summary>Sorts the rows of one series by end, start, filing and value. Null if they are sorted, as most series are.</summary>
    private int[]? OrderRows(int first, int end, int[] filingRank)
    {
        var row = first + 1;
        while (row < end && GetKey(row - 1, filingRank) < GetKey(row, filingRank)) row++;
        if (row >= end) return null;
        var rows = new int[end - first];
        var keys = new ulong[end - first];
        for (var i = 0; i < rows.Length; i++) (rows[i], keys[i]) = (first + i, GetKey(first + i, filingRank));
        Array.Sort(rows, (a, b) =>
            keys[a - first] != keys[b - first] ? keys[a - first].CompareTo(keys[b - first]) : _value[a].CompareTo(_value[b]));
        return rows;
    }

    /// <summary>22 bits hold every day number of the calendar, 16 the filing.</summary>
    private ulong GetKey(int row, int[] filingRank) =>
        ((ulong)_end[row] << 40) | ((ulong)(_start[row] + 1) << 16) | (uint)filingRank[_filing[row]];

    private int[] SortFilings(out FactFiling[] filings)
    {
        string[] forms = Forms.GetTexts(), periods = FiscalPeriods.GetTexts();
        var all = _filings.Select(key => new FactFiling(
            key.Accession, forms[key.Form], DateOnly.FromDayNumber(key.Filed),
            key.FiscalYear == FactRow.None ? null : key.FiscalYear,
            key.FiscalPeriod == FactRow.None ? null : periods[key.FiscalPeriod])).ToList();
        var order = Order(all, (a, b) =>
            a.Filed != b.Filed ? a.Filed.CompareTo(b.Filed)
            : a.Accession != b.Accession ? a.Accession.CompareTo(b.Accession)
            : a.Form != b.Form ? string.CompareOrdinal(a.Form, b.Form)
            : a.FiscalYear != b.FiscalYear ? (a.FiscalYear ?? -1) - (b.FiscalYear ?? -1)
            : string.CompareOrdinal(a.FiscalPeriod, b.FiscalPeriod));
        filings = [.. order.Select(i => all[i])];
        return Invert(order);
    }

    private static int CompareConcepts(FactConcept a, FactConcept b) =>
        string.CompareOrdinal(a.Taxonomy, b.Taxonomy) is var taxonomy and not 0 ? taxonomy : string.CompareOrdinal(a.Name, b.Name);

    private static int[] Sort(string[] texts, out string[] sorted)
    {
        var order = Order(texts, string.CompareOrdinal);
        sorted = [.. order.Select(i => texts[i])];
        return Invert(order);
    }

    /// <summary>Positions of the items in a stable sort.</summary>
    private static int[] Order<T>(IReadOnlyList<T> items, Comparison<T> compare)
    {
        var order = Enumerable.Range(0, items.Count).ToArray();
        Array.Sort(order, (a, b) => compare(items[a], items[b]) is var by and not 0 ? by : a - b);
        return order;
    }

    private static int[] Invert(int[] order)
    {
        var rank = new int[order.Length];
        for (var i = 0; i < order.Length; i++) rank[order[i]] = i;
        return rank;
    }

    private void Resize(int size)
    {
        _capacity = size;
        Resize(ref _start, size);
        Resize(ref _end, size);
        Resize(ref _value, size);
        Resize(ref _filing, size);
        Resize(ref _frame, size);
    }

    /// <summary>Pools the columns: those of a large company would be on the large object heap, which only full collections free.</summary>
    private void Resize<T>(ref T[] column, int size)
    {
        var larger = size == 0 ? [] : ArrayPool<T>.Shared.Rent(size);
        column.AsSpan(0, Math.Min(_count, size)).CopyTo(larger);
        if (column.Length > 0) ArrayPool<T>.Shared.Return(column);
        column = larger;
    }
}
