namespace EdgarApi.Api.Requests;

/// <summary>The parsed value of a parameter, or errors that say what is valid.</summary>
internal readonly record struct Parsed<T>(T Value, IReadOnlyList<string> Errors)
{
    public static implicit operator Parsed<T>(T value) => new(value, []);

    public static Parsed<T> Invalid(params string[] errors) => new(default!, errors);
}
