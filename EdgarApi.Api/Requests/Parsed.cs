namespace EdgarApi.Api.Requests;

/// <summary>What a parameter's text means, or why it means nothing: each error says what would be valid.</summary>
internal readonly record struct Parsed<T>(T Value, IReadOnlyList<string> Errors)
{
    public static implicit operator Parsed<T>(T value) => new(value, []);

    public static Parsed<T> Invalid(params string[] errors) => new(default!, errors);
}
