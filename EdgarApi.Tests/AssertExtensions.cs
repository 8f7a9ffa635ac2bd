namespace EdgarApi.Tests;

/// <summary>Assertions that xUnit lacks.</summary>
internal static class AssertExtensions
{
    extension(Assert)
    {
        /// <summary>
        /// Checks every item, and that the collection has any: <see cref="Assert.All{T}(IEnumerable{T}, Action{T})"/> passes on an empty one, so use that only where empty is right.
        /// </summary>
        public static void NotEmptyAndAll<T>(IEnumerable<T> items, Action<T> check)
        {
            T[] all = [.. items];
            Assert.NotEmpty(all);
            Assert.All(all, check);
        }
    }
}
